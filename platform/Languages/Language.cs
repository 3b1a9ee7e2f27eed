using System.Globalization;

namespace FactoryFlow.Platform.Languages;

/// <summary>The languages that people are spoken to in, by their ISO 639-1 codes.</summary>
public static class Language
{
    /// <summary>What everything is written in, and what whoever asks for nothing else is told.</summary>
    public const string English = "en";

    /// <summary>Spanish.</summary>
    public const string Spanish = "es";

    /// <summary>French.</summary>
    public const string French = "fr";

    // A header that says more asks for nothing that anybody would choose; it is not worth reading.
    private const int LongestHeader = 500;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [English, Spanish, French];

    /// <summary>Whether it is the code of one of ours.</summary>
    public static bool IsOurs(string? code) => code is not null && All.Contains(code);

    /// <summary>
    /// The one of ours that an <c>Accept-Language</c> header prefers (RFC 9110): a region counts as its language, of equal ones the
    /// first; null when it asks for none of ours, or cannot be read. What is no range is passed over.
    /// </summary>
    public static string? Preferred(string? header)
    {
        if (header is not { Length: > 0 and <= LongestHeader }) return null;
        var asked = new List<(string Code, double Weight)>();
        foreach (var part in header.Split(','))
            if (TryReadRange(part.AsSpan(), out var range)) asked.Add(range);
        var best = asked.Where(range => range.Weight > 0).OrderByDescending(range => range.Weight).Select(range => Meant(range.Code, asked));
        return best.FirstOrDefault(code => code is not null);
    }

    // The star stands for whatever the header does not name.
    private static string? Meant(string code, List<(string Code, double Weight)> asked) => code switch
    {
        "*" => All.FirstOrDefault(ours => !asked.Exists(range => range.Code == ours)),
        _ => IsOurs(code) ? code : null,
    };

    private static bool TryReadRange(ReadOnlySpan<char> part, out (string Code, double Weight) range)
    {
        range = default;
        var semicolon = part.IndexOf(';');
        var tag = (semicolon < 0 ? part : part[..semicolon]).Trim();
        var weight = 1d;
        if (semicolon >= 0 && !TryReadWeight(part[(semicolon + 1)..].Trim(), out weight)) return false;
        var hyphen = tag.IndexOf('-');
        var primary = hyphen < 0 ? tag : tag[..hyphen];
        if (primary.Length is 0 or > 8) return false;
        range = (primary.ToString().ToLowerInvariant(), weight);
        return true;
    }

    private static bool TryReadWeight(ReadOnlySpan<char> text, out double weight)
    {
        weight = 0;
        if (!text.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) return false;
        return double.TryParse(text[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out weight) && weight is >= 0 and <= 1;
    }
}
