using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Activities;

/// <summary>When an activity is tried again.</summary>
internal static class Backoff
{
    /// <summary>No pause is longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    private const double Jitter = 0.1;

    /// <summary>The pause after so many attempts in vain: a tenth more at most, so that what failed together does not come back together.</summary>
    /// <param name="activity">What is tried.</param>
    /// <param name="attempts">How often it was, 1 or more.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan After(Activity activity, int attempts, double chance)
    {
        var seconds = activity.FirstPause.TotalSeconds * Math.Pow(activity.Factor, attempts - 1) * (1 + (Jitter * chance));
        return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
    }
}
