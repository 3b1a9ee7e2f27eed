namespace FactoryFlow.Identity.Tests.Support;

/// <summary>The real clock, moved forward as a test likes; timers stay real.</summary>
internal sealed class TestClock : TimeProvider
{
    private TimeSpan _ahead;

    public void Advance(TimeSpan time) => _ahead += time;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
}
