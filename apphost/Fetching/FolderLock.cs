namespace FactoryFlow.AppHost.Fetching;

/// <summary>A lock file that the operating system releases when its holder ends, however it ends.</summary>
internal sealed class FolderLock : IAsyncDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>The lock, or null when another process holds it.</summary>
    public static FolderLock? TryTake(string path)
    {
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>The lock, as soon as no other process holds it.</summary>
    public static async Task<FolderLock> Wait(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake(path) is { } taken)
                return taken;
            await Task.Delay(200, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
