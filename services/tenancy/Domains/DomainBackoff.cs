namespace FactoryFlow.Tenancy.Domains;

/// <summary>When a domain that is not connected is tried again: later and later, never two tenants' in step, and not for ever.</summary>
internal static class DomainBackoff
{
    /// <summary>The first pause, and the longest that we choose ourselves.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(30), Longest = TimeSpan.FromHours(1);

    /// <summary>After this long only a retry by hand helps.</summary>
    public static readonly TimeSpan GivesUpAfter = TimeSpan.FromDays(3);

    // A provider that asks for more is asked again after this all the same.
    private static readonly TimeSpan LongestAskedFor = TimeSpan.FromDays(1);

    /// <summary>The pause before the next attempt; null when there is none.</summary>
    /// <param name="attempts">How many there were in this round.</param>
    /// <param name="sinceFirst">How long ago the round began.</param>
    /// <param name="askedFor">How long the provider wants to be left alone, if it said so.</param>
    /// <param name="chance">From 0 to 1: shifts the pause by a fifth either way.</param>
    public static TimeSpan? Next(int attempts, TimeSpan sinceFirst, TimeSpan? askedFor, double chance)
    {
        var doublings = Math.Min(attempts - 1, 30);
        var pause = First * Math.Pow(2, doublings) < Longest ? First * Math.Pow(2, doublings) : Longest;
        pause *= 0.8 + (0.4 * chance);
        if (askedFor is { } asked && asked > pause) pause = asked < LongestAskedFor ? asked : LongestAskedFor;
        return sinceFirst + pause <= GivesUpAfter ? pause : null;
    }
}
