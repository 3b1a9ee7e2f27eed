using System.Globalization;
using System.Text.RegularExpressions;

namespace FactoryFlow.Workflow.Conditions;

/// <summary>
/// Which patterns a definition may have matched. An engine that never goes back needs time that grows with the text alone, but exponentially
/// more of it for each repetition within a repetition, and it looks at its clock only every thousand characters or so.
/// </summary>
internal static class Patterns
{
    /// <summary>The most characters of a pattern.</summary>
    public const int Longest = 200;

    /// <summary>How many repetitions may lie in each other: at so many, none was found that outruns its time by more than a tenth of it.</summary>
    public const int MostNested = 3;

    /// <summary>How often something may be repeated by number, counted over all that lie in each other.</summary>
    public const int MostRepeated = 500;

    // Of one match; all that is matched for one decision has a bound of its own.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    /// <summary>A pattern that can be matched.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    /// <exception cref="NotSupportedException">It is of a sort that is not taken.</exception>
    public static Regex Read(string pattern)
    {
        Require(pattern);
        return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Limit);
    }

    private static void Require(string pattern)
    {
        var groups = new Stack<Cost>();
        var (inside, last) = (Cost.Nothing, Cost.Nothing);
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '(':
                    groups.Push(inside.With(last));
                    (inside, last) = (Cost.Nothing, Cost.Nothing);
                    break;
                case ')' when groups.TryPop(out var outside):
                    (inside, last) = (outside, inside.With(last));
                    break;
                case '*' or '+' or '?' when !IsOfGroup(pattern, i):
                    last = Repeated(last, 1);
                    while (i + 1 < pattern.Length && pattern[i + 1] == '?') i++;
                    break;
                case '{' when Count(pattern, ref i) is { } count:
                    last = Repeated(last, count);
                    while (i + 1 < pattern.Length && pattern[i + 1] == '?') i++;
                    break;
                default:
                    (inside, last) = (inside.With(last), Cost.Nothing);
                    if (pattern[i] == '\\') i++;
                    else if (pattern[i] == '[') i = EndOfClass(pattern, i);
                    break;
            }
        }
    }

    private static Cost Repeated(Cost part, int count)
    {
        var cost = new Cost(part.Nested + 1, part.Times * count);
        if (cost.Nested > MostNested) throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"more than {MostNested} repetitions lie in each other"));
        if (cost.Times > MostRepeated) throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"something is repeated more than {MostRepeated} times"));
        return cost;
    }

    // The question mark of (?:...) and its like.
    private static bool IsOfGroup(string pattern, int at) => pattern[at] == '?' && at > 0 && pattern[at - 1] == '(' && (at < 2 || pattern[at - 2] != '\\');

    // The larger number of {2}, {2,} or {2,5}; null where the brace stands for itself.
    private static int? Count(string pattern, ref int at)
    {
        var end = pattern.IndexOf('}', at);
        if (end < 0) return null;
        var numbers = pattern[(at + 1)..end].Split(',');
        if (numbers.Length > 2 || numbers[0].Length == 0 || !numbers.All(n => n.All(char.IsAsciiDigit))) return null;
        at = end;
        return numbers.Max(n => n.Length == 0 ? 1 : n.Length > 6 ? MostRepeated + 1 : Math.Max(1, int.Parse(n, CultureInfo.InvariantCulture)));
    }

    private static int EndOfClass(string pattern, int at)
    {
        var depth = 0;
        // A bracket that comes first stands for itself.
        for (var i = at; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\') i++;
            else if (pattern[i] == '[' && (i == at || pattern[i - 1] == '-')) depth++;
            else if (pattern[i] == ']' && i > at + 1 && !(i == at + 2 && pattern[at + 1] == '^') && --depth == 0) return i;
        }

        return pattern.Length;
    }

    private readonly record struct Cost(int Nested, long Times)
    {
        public static Cost Nothing => new(0, 1);

        public Cost With(Cost other) => new(Math.Max(Nested, other.Nested), Math.Max(Times, other.Times));
    }
}
