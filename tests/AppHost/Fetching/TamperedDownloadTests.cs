using FactoryFlow.AppHost.Fetching;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Tests.Fetching;

public sealed class TamperedDownloadTests : IDisposable
{
    private const string Package = "thing_1:2.3-1_all.deb";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tarball_from_npm_with_another_hash_is_refused_and_deleted()
    {
        var tarball = await Write("thing.tgz", "tampered");
        var package = new NpmPackage("thing", "1.0.0", "sha512-AAAA");
        var refusal = await Should.ThrowAsync<StartException>(() => package.Verify(tarball, Cancel));
        refusal.Message.ShouldContain("thing@1.0.0 is not the pinned package");
        File.Exists(tarball).ShouldBeFalse();
    }

    [Fact]
    public async Task A_tarball_with_the_pinned_hash_is_taken()
    {
        var tarball = await Write("thing.tgz", "");
        const string hashOfNothing = "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";
        await new NpmPackage("thing", "1.0.0", hashOfNothing).Verify(tarball, Cancel);
        File.Exists(tarball).ShouldBeTrue();
    }

    [Fact]
    public async Task A_package_of_a_pinned_version_with_another_hash_is_refused()
    {
        var file = await Write("thing_1%3a2.3-1_all.deb", "tampered");
        await Should.ThrowAsync<StartException>(() => Packages().Verify([file], new Dictionary<string, string> { [Package] = "00" }, Cancel));
    }

    [Fact]
    public async Task A_package_of_a_version_without_a_pin_is_announced()
    {
        var file = await Write("thing_1%3a2.4-1_all.deb", "newer");
        await Packages().Verify([file], new Dictionary<string, string> { [Package] = "00" }, Cancel);
        _said.ShouldHaveSingleItem().ShouldContain("thing_1:2.4-1_all.deb");
    }

    public void Dispose() => _folder.Dispose();

    private DebianPackages Packages() => new(_folder.File("unpacked"), _said.Add);

    private async Task<string> Write(string name, string content)
    {
        await File.WriteAllTextAsync(_folder.File(name), content, Cancel);
        return _folder.File(name);
    }
}
