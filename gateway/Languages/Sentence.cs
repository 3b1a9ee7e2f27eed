namespace FactoryFlow.Gateway.Languages;

/// <summary>
/// A sentence as it is said in English, with holes for what stands in it, and the same in another language:
/// <c>{step} is pending. Start it first.</c> A hole that ends in <c>!</c> holds words that are translated as well.
/// </summary>
internal sealed class Sentence
{
    private readonly string[] _literals;
    private readonly string[] _holes;
    private readonly string[] _otherLiterals;
    private readonly string[] _otherHoles;

    public Sentence(string english, string other)
    {
        (_literals, _holes) = Parts(english);
        (_otherLiterals, _otherHoles) = Parts(other);
    }

    /// <summary>Whether the English holds a semicolon, which otherwise stands between sentences.</summary>
    public bool HoldsSemicolon => Array.Exists(_literals, literal => literal.Contains("; ", StringComparison.Ordinal));

    /// <summary>The text in the other language; null when it is not this sentence.</summary>
    /// <param name="text">What was said in English.</param>
    /// <param name="words">Translates what stands in a hole for words.</param>
    public string? Say(string text, Func<string, string> words)
    {
        var found = new string[_holes.Length];
        if (!TryMatch(text, found)) return null;
        var said = _otherLiterals[0];
        for (var i = 0; i < _otherHoles.Length; i++)
        {
            var hole = _otherHoles[i];
            var value = found[Array.IndexOf(_holes, hole)];
            said += (hole.EndsWith('!') ? words(value) : value) + _otherLiterals[i + 1];
        }

        return said;
    }

    // Each hole reaches to where what follows it stands first; the last one to the end.
    private bool TryMatch(string text, string[] found)
    {
        if (_holes.Length == 0) return text == _literals[0];
        if (!text.StartsWith(_literals[0], StringComparison.Ordinal) || !text.EndsWith(_literals[^1], StringComparison.Ordinal)) return false;
        var (at, end) = (_literals[0].Length, text.Length - _literals[^1].Length);
        for (var i = 0; i < _holes.Length; i++)
        {
            if (at >= end) return false;
            var next = i == _holes.Length - 1 ? end : text.IndexOf(_literals[i + 1], at + 1, end - at - 1, StringComparison.Ordinal);
            if (next < 0) return false;
            found[i] = text[at..next];
            at = next + _literals[i + 1].Length;
        }

        return true;
    }

    private static (string[] Literals, string[] Holes) Parts(string template)
    {
        var (literals, holes) = (new List<string>(), new List<string>());
        var rest = template;
        while (rest.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = rest.IndexOf('}', open);
            literals.Add(rest[..open]);
            holes.Add(rest[(open + 1)..close]);
            rest = rest[(close + 1)..];
        }

        return ([.. literals, rest], [.. holes]);
    }
}
