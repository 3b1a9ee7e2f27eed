namespace FactoryFlow.Identity.Tests.Support;

/// <summary>Nothing in a test waits for ever.</summary>
internal static class Limit
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    public static CancellationToken Soon() => new CancellationTokenSource(Time).Token;
}
