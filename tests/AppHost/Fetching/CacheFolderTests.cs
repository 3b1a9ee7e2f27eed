using FactoryFlow.AppHost.Fetching;

namespace FactoryFlow.AppHost.Tests.Fetching;

public sealed class CacheFolderTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();
    private int _fills;

    [Fact(Timeout = 180_000)]
    public async Task Of_two_starts_at_once_one_fetches_and_the_other_waits_for_it()
    {
        var folders = await Task.WhenAll(Get(Fill), Get(Fill), Get(Fill));
        _fills.ShouldBe(1);
        folders.Distinct().ShouldHaveSingleItem();
        File.Exists(Path.Combine(folders[0], "file")).ShouldBeTrue();
    }

    [Fact(Timeout = 180_000)]
    public async Task What_failed_halfway_leaves_nothing_and_is_tried_again()
    {
        await Should.ThrowAsync<IOException>(() => Get(async draft =>
        {
            await Fill(draft);
            throw new IOException("the line went dead");
        }));
        Directory.GetDirectories(_cache.Path).ShouldBeEmpty();
        await Get(Fill);
        _fills.ShouldBe(2);
    }

    public void Dispose() => _cache.Dispose();

    private Task<string> Get(Func<string, Task> fill) => CacheFolder.GetOrFill("thing", fill, TestContext.Current.CancellationToken, _cache.Path);

    private async Task Fill(string draft)
    {
        Interlocked.Increment(ref _fills);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(draft, "file"), "whole", TestContext.Current.CancellationToken);
    }
}
