namespace FactoryFlow.EndToEnd.Support;

/// <summary>
/// One whole system at a time on a machine: `dotnet test` runs projects beside one another, and two systems on two cores
/// would only time each other out. The operating system gives the lock back however its holder ends.
/// </summary>
public sealed class MachineLock : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(12), BetweenTries = TimeSpan.FromMilliseconds(250);

    private readonly FileStream _file;

    private MachineLock(FileStream file) => _file = file;

    public static async Task<MachineLock> Take()
    {
        var path = Path.Combine(Path.GetTempPath(), "factoryflow-whole-system.lock");
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                return new MachineLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (DateTime.UtcNow < deadline)
            {
                await Task.Delay(BetweenTries);
            }
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
