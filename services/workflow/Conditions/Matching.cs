using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FactoryFlow.Workflow.Conditions;

/// <summary>
/// What is matched against patterns for one decision, or for one group of events. It takes a bounded time in all, whatever patterns a tenant
/// writes and however many: what is not decided by then stays undecided. What was matched before is known.
/// </summary>
internal sealed class Matching
{
    private const int LongestText = 10_000;

    /// <summary>The time for all; the last match may take as long again.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<(Regex Pattern, string Text), Verdict> _known = [];
    private TimeSpan _spent;

    /// <summary>Whether a text matches.</summary>
    public Verdict Of(Regex pattern, string text)
    {
        if (text.Length > LongestText) return Verdict.Clash;
        if (_known.TryGetValue((pattern, text), out var known)) return known;
        if (_spent >= Most) return Verdict.Clash;
        var began = Stopwatch.GetTimestamp();
        var verdict = Match(pattern, text);
        _spent += Stopwatch.GetElapsedTime(began);
        return _known[(pattern, text)] = verdict;
    }

    private static Verdict Match(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text) ? Verdict.Yes : Verdict.No;
        }
        catch (RegexMatchTimeoutException)
        {
            return Verdict.Clash;
        }
    }
}
