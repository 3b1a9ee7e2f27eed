namespace FactoryFlow.Feed.Tests;

/// <summary>How long a test may take before it fails, so that no await waits for ever.</summary>
internal static class Bounded
{
    public const int Milliseconds = 180_000;

    /// <summary>Signalled when the running test has used up its time.</summary>
    public static CancellationToken Token => TestContext.Current.CancellationToken;
}
