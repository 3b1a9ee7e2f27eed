using System.Globalization;
using System.Text.RegularExpressions;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Platform.Data;

/// <summary>
/// One comparison of a list's filter. Filters are the part of AIP-160 that every list can answer from an index: comparisons joined by AND, such as
/// <c>status = "PENDING" AND attributes.colour = "red" AND createTime >= "2026-01-31T00:00:00Z"</c>.
/// </summary>
/// <param name="Field">What is compared, as the JSON names it.</param>
/// <param name="Key">Which one of it, behind a dot; null where there is none.</param>
/// <param name="Operator">One of =, &lt;, &lt;=, &gt; and &gt;=.</param>
/// <param name="Value">What it is compared with.</param>
public sealed partial record Comparison(string Field, string? Key, string Operator, string Value)
{
    private const string In = "filter";
    private const int Longest = 2000, Most = 10;

    /// <summary>The comparisons of a filter, all of which must hold; none where it is empty.</summary>
    public static IReadOnlyList<Comparison> Of(Check check, string filter)
    {
        var (comparisons, at) = (new List<Comparison>(), 0);
        var text = check.Text(In, filter, 0, Longest);
        if (text.Length == 0 || !check.Holds) return [];
        while (Next().Match(text, at) is { Success: true } next)
        {
            var key = next.Groups["key"];
            comparisons.Add(new Comparison(JsonName.Of(next.Groups["field"].ValueSpan), key.Success ? Bare(key.Value) : null, next.Groups["operator"].Value, Bare(next.Groups["value"].Value)));
            at = next.Index + next.Length;
            if (!next.Groups["and"].Success) return check.AtMost(In, comparisons.Count, Most) ? comparisons : [];
        }

        check.Fault(In, string.Create(CultureInfo.InvariantCulture, $"cannot be read from \"{text[at..]}\" on; write comparisons such as number >= 17, joined by AND"));
        return [];
    }

    /// <summary>That a field is compared with =, the only way it can be.</summary>
    public bool RequireEqual(Check check) => check.That(Operator == "=", In, $"compares {Field} with {Operator}; only = is understood");

    /// <summary>The UUID that it is compared with.</summary>
    public Guid Id(Check check)
    {
        if (Guid.TryParseExact(Value, "D", out var id)) return id;
        check.Fault(In, $"compares {Field} with {Value}, which is not a UUID");
        return Guid.Empty;
    }

    /// <summary>The whole number that it is compared with.</summary>
    public int Number(Check check)
    {
        if (int.TryParse(Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        check.Fault(In, $"compares {Field} with {Value}, which is not a whole number");
        return 0;
    }

    /// <summary>The instant that it is compared with.</summary>
    public DateTimeOffset Time(Check check)
    {
        if (Instant().IsMatch(Value) && DateTimeOffset.TryParse(Value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time.ToUniversalTime();
        check.Fault(In, $"compares {Field} with {Value}, which is not an instant such as 2026-01-31T08:30:00Z");
        return DateTimeOffset.UnixEpoch;
    }

    /// <summary>The one of some values that it is compared with.</summary>
    public T OneOf<T>(Check check) where T : struct, Enum
    {
        var known = Enum.GetValues<T>().Where(v => Convert.ToInt32(v, CultureInfo.InvariantCulture) != 0).ToList();
        var found = known.FindIndex(v => EnumText.Of(v) == Value);
        return check.That(found >= 0, In, $"compares {Field} with {Value}, which is none of {string.Join(", ", known.Select(v => EnumText.Of(v)))}") ? known[found] : default;
    }

    /// <summary>Its operator as a part of a statement.</summary>
    public Sql ToSql()
    {
        if (Operator == "<") return $"<";
        if (Operator == "<=") return $"<=";
        if (Operator == ">") return $">";
        if (Operator == ">=") return $">=";
        return $"=";
    }

    private static string Bare(string value) => value.StartsWith('"') ? Escaped().Replace(value[1..^1], "$1") : value;

    [GeneratedRegex("""\G\s*(?<field>[A-Za-z][A-Za-z0-9_]*)(\.(?<key>[^\s"=<>.]+|"(?:[^"\\]|\\.)+"))?\s*(?<operator>[<>]=|[=<>])\s*(?<value>"(?:[^"\\]|\\.)*"|[^\s"=<>()]+)(\s+(?<and>AND)\s|\s*\z)""")]
    private static partial Regex Next();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)\z")]
    private static partial Regex Instant();
}
