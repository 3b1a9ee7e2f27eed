namespace FactoryFlow.AppHost.Hosting;

/// <summary>How long to wait before the next restart: twice as long each time, and short again after a calm while.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250), Longest = TimeSpan.FromSeconds(15), Calm = TimeSpan.FromSeconds(30);

    private TimeSpan _next = First;

    /// <summary>The pause after a run of the given length.</summary>
    public TimeSpan After(TimeSpan run)
    {
        if (run >= Calm)
            _next = First;
        var pause = _next;
        _next = TimeSpan.FromTicks(Math.Min(_next.Ticks * 2, Longest.Ticks));
        return pause;
    }
}
