namespace FactoryFlow.Ledger.Tests.Support;

/// <summary>A clock that stands where a test puts it; timers stay real.</summary>
internal sealed class PastClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Some.Now;

    public override DateTimeOffset GetUtcNow() => Now;
}
