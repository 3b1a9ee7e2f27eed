using System.Runtime.Versioning;
using FactoryFlow.Identity.Mail;

namespace FactoryFlow.Identity.Tests.Mail;

[UnsupportedOSPlatform("windows")]
public sealed class FolderOutletTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_mail_is_a_file_that_its_name_tells_and_its_owner_alone_reads()
    {
        var file = await Send("owner@acme.example");
        Path.GetFileName(file).ShouldBe("20260301-120000-000 magic-link owner@acme.example 00000001.eml");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(_folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldContain("To: owner@acme.example\r\nSubject: A subject\r\n");
    }

    [Theory]
    [InlineData("../../etc/passwd@x", ".._.._etc_passwd@x")]
    [InlineData("a*b?c@x", "a_b_c@x")]
    public async Task An_address_does_not_lead_out_of_the_folder(string address, string shown) =>
        Path.GetFileName(await Send(address)).ShouldContain($" {shown} ");

    [Fact]
    public async Task A_mail_that_is_sent_again_is_the_same_file()
    {
        await Send("owner@acme.example");
        await Send("owner@acme.example");
    }

    private async Task<string> Send(string address)
    {
        var mail = new MailRow(Guid.Empty, new Guid("0195531a-0000-7000-8000-000000000001"), "MAGIC_LINK", address, null, new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), 1, null, null);
        await new FolderOutlet(_folder, TimeProvider.System).Send(mail, new Letter("A subject", "Text."), TestContext.Current.CancellationToken);
        return Directory.GetFiles(_folder).ShouldHaveSingleItem();
    }
}
