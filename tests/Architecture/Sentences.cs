using System.Text;
using System.Text.RegularExpressions;

namespace FactoryFlow.Architecture.Tests;

/// <summary>What refusals say, read off the code: each text that stands in a <c>Refuse(...)</c>, with a hole for what is put into it.</summary>
internal static partial class Sentences
{
    /// <summary>Stands for what is put into a text.</summary>
    public const char Hole = '\uffff';

    public static IEnumerable<(string Path, string Text)> InCode => Repository.Files
        .Where(f => f.Is("services/", ".cs") || f.Is("platform/", ".cs") || f.Is("gateway/", ".cs"))
        .SelectMany(f => Refusal().Matches(f.Text).Select(m => (f.Path, Read(f.Text, m.Index + m.Length))));

    /// <summary>Whether a text with holes can come to a sentence whose own holes stand in braces.</summary>
    public static bool CanBe(string text, string sentence) =>
        Regex.IsMatch(sentence, $"^{Regex.Escape(text).Replace(Hole.ToString(), ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline);

    // Reads the literal that begins here, interpolated or not.
    private static string Read(string code, int at)
    {
        var isInterpolated = code[at] == '$';
        at += isInterpolated ? 2 : 1;
        var text = new StringBuilder();
        for (; code[at] != '"'; at++)
        {
            if (code[at] == '\\') text.Append(code[++at]);
            else if (isInterpolated && code[at] == '{') (at, _) = (EndOfHole(code, at), text.Append(Hole));
            else text.Append(code[at]);
        }

        return text.ToString();
    }

    // What is put in may hold texts of its own.
    private static int EndOfHole(string code, int at)
    {
        var depth = 0;
        for (; ; at++)
        {
            if (code[at] == '{') depth++;
            if (code[at] == '}' && --depth == 0) return at;
        }
    }

    [GeneratedRegex(@"\.Refuse\(\s*(FormattableString\.Invariant\(|string\.Create\(\s*CultureInfo\.InvariantCulture,\s*)?(?=\$?""[^""])")]
    private static partial Regex Refusal();
}
