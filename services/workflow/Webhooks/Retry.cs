namespace FactoryFlow.Workflow.Webhooks;

/// <summary>When a delivery that did not arrive is sent again: soon at first, then ever later, over about a day.</summary>
internal static class Retry
{
    /// <summary>A webhook to which nothing arrives for so long is dead.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromDays(3);

    private const double Jitter = 0.1;

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(8),
    ];

    /// <summary>
    /// The pause after so many tries in vain; null after the last. A tenth more or less, so that what failed together does not come back
    /// together; longer where the other side asks for it, and never longer than the longest.
    /// </summary>
    /// <param name="tries">How many, 1 or more.</param>
    /// <param name="asked">How long the other side asked to wait.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan? After(int tries, TimeSpan? asked, double chance)
    {
        if (tries > Pauses.Length) return null;
        var pause = Pauses[tries - 1] * (1 - Jitter + (2 * Jitter * chance));
        var longest = Pauses[^1] * (1 + Jitter);
        return asked > pause ? (asked < longest ? asked : longest) : pause;
    }
}
