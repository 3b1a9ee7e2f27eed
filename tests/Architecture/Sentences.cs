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

    /// <summary>What is said of a workflow definition: every text of more than one word in what reads and checks one, nouns included.</summary>
    public static IEnumerable<(string Path, string Text)> OfDefinitions => Repository.Files
        .Where(f => (f.Is("services/workflow/Definitions/", ".cs") || f.Is("services/workflow/Conditions/", ".cs")) && ReadsDefinitions().IsMatch(f.Text) || f.Name == "Triggering")
        .SelectMany(f => TextsIn(f.Text).Where(text => Words().IsMatch(text)).Select(text => (f.Path, text)));

    /// <summary>Every text of some code, with those that stand inside of others before them.</summary>
    public static List<string> TextsIn(string code)
    {
        var texts = new List<string>();
        Collect(code, 0, isHole: false, texts);
        return texts;
    }

    /// <summary>Whether a text with holes can come to a sentence whose own holes stand in braces.</summary>
    public static bool CanBe(string text, string sentence) =>
        Regex.IsMatch(sentence, $"^{Regex.Escape(text).Replace(Hole.ToString(), ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline);

    // Goes over code up to its end, or to the end of a hole, where it answers to be.
    private static int Collect(string code, int at, bool isHole, List<string> texts)
    {
        for (var depth = 0; at < code.Length; at++)
        {
            if (code.AsSpan(at).StartsWith("//")) at = code.IndexOf('\n', at) is >= 0 and var end ? end : code.Length;
            // SQL says nothing to anybody.
            else if (code.AsSpan(at).StartsWith("\"\"\"")) at = code.IndexOf("\"\"\"", at + 3, StringComparison.Ordinal) + 2;
            else if (code[at] == '\'') at += code[at + 1] == '\\' ? 3 : 2;
            else if (code[at] == '"' || code.AsSpan(at).StartsWith("$\"")) at = Collect(code, at, texts);
            else if (isHole && code[at] == '{') depth++;
            else if (isHole && code[at] == '}' && --depth == 0) return at;
        }

        return at;
    }

    // Reads the literal that begins here, and answers where it ends. Braces that stand for themselves are a hole as well, as in a catalogue.
    private static int Collect(string code, int at, List<string> texts)
    {
        var isInterpolated = code[at] == '$';
        at += isInterpolated ? 2 : 1;
        var text = new StringBuilder();
        for (; code[at] != '"'; at++)
        {
            if (code[at] == '\\') text.Append(code[++at]);
            else if (isInterpolated && code[at] == '{') (at, _) = (Collect(code, at, isHole: true, texts), text.Append(Hole));
            else text.Append(code[at]);
        }

        texts.Add(Braces().Replace(text.ToString(), Hole.ToString()));
        return at;
    }

    private static string Read(string code, int at)
    {
        var texts = new List<string>();
        Collect(code, at, texts);
        return texts[^1];
    }

    [GeneratedRegex("{{[^}]*}}")]
    private static partial Regex Braces();

    [GeneratedRegex("faults|Fault|Noun|TooMuch")]
    private static partial Regex ReadsDefinitions();

    [GeneratedRegex("[\\w\uffff] [\\w\uffff]")]
    private static partial Regex Words();

    [GeneratedRegex(@"\.Refuse\(\s*(FormattableString\.Invariant\(|string\.Create\(\s*CultureInfo\.InvariantCulture,\s*)?(?=\$?""[^""])")]
    private static partial Regex Refusal();
}
