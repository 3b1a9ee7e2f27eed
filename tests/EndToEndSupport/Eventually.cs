namespace FactoryFlow.EndToEnd.Support;

/// <summary>Waits for what happens by itself, such as a credit, but not for ever.</summary>
public static class Eventually
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks until what it sees is as it should be, and answers that; at the end of the time it says what it saw last.</summary>
    public static async Task<T> Sees<T>(Func<Task<T>> look, Func<T, bool> isRight, TimeSpan? limit = null)
    {
        var time = limit ?? TimeSpan.FromSeconds(30);
        var deadline = DateTime.UtcNow + time;
        while (true)
        {
            var seen = await look();
            if (isRight(seen)) return seen;
            if (DateTime.UtcNow > deadline) throw new TimeoutException($"Not so within {time.TotalSeconds} seconds; seen last: {seen}");
            await Task.Delay(BetweenLooks);
        }
    }
}
