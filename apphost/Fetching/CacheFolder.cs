using FactoryFlow.AppHost.Processes;
using FactoryFlow.AppHost.Servers;

namespace FactoryFlow.AppHost.Fetching;

/// <summary>Where downloads are kept, for all data folders and all starts of one user.</summary>
internal static class CacheFolder
{
    /// <summary>XDG_CACHE_HOME or ~/.cache, and for root /var/cache when other accounts cannot enter those.</summary>
    public static string Path { get; } = Choose();

    /// <summary>
    /// The folder that <paramref name="fill"/> has filled, now or at an earlier start. It appears under its name only
    /// when complete, and of two starts at once the second waits for the first.
    /// </summary>
    public static async Task<string> GetOrFill(string name, Func<string, Task> fill, CancellationToken cancellationToken, string? cache = null)
    {
        cache ??= Path;
        var folder = System.IO.Path.Combine(cache, name);
        if (Directory.Exists(folder))
            return folder;

        Directory.CreateDirectory(cache);
        await using var turn = await FolderLock.Wait(folder + ".lock", cancellationToken);
        if (Directory.Exists(folder))
            return folder;

        var draft = folder + ".draft";
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        Directory.CreateDirectory(draft);
        try
        {
            await fill(draft);
            Directory.Move(draft, folder);
        }
        catch
        {
            Directory.Delete(draft, recursive: true);
            throw;
        }
        return folder;
    }

    private static string Choose()
    {
        var given = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var caches = !string.IsNullOrEmpty(given) ? given : home.Length > 0 ? System.IO.Path.Combine(home, ".cache") : System.IO.Path.GetTempPath();
        if (Unix.IsRoot && !ServerAccount.CanEnter(caches))
            caches = "/var/cache";
        return System.IO.Path.Combine(caches, "factoryflow");
    }
}
