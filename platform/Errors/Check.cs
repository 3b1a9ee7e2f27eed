using System.Globalization;
using System.Text;
using FactoryFlow.Platform.Data;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Platform.Errors;

/// <summary>
/// Checks the input of a call and collects every fault, so that a caller hears all of them at once.
/// Ends with <see cref="Done" />; until then the values it returns may be placeholders.
/// </summary>
public sealed class Check
{
    /// <summary>The fewest characters of a new password: long, and nothing else (NIST SP 800-63B asks for no mixture of characters).</summary>
    public const int ShortestPassword = 12;

    /// <summary>The most characters of a password, which bounds the work of hashing one.</summary>
    public const int LongestPassword = 128;

    private const int MostFaults = 50;
    private const int LongestText = 300;
    private const string DayFormat = "yyyy-MM-dd";

    private List<FieldFault>? _faults;

    /// <summary>Records a fault; of very many the first are enough for a person, and an answer has only so much room.</summary>
    public void Fault(string field, string message)
    {
        _faults ??= [];
        if (_faults.Count < MostFaults) _faults.Add(new FieldFault(Shortened(field), Shortened(message)));
    }

    /// <summary>Records a fault unless <paramref name="holds" />.</summary>
    public bool That(bool holds, string field, string message)
    {
        if (!holds) Fault(field, message);
        return holds;
    }

    /// <summary>A UUID that must be given.</summary>
    public Guid Id(string field, string value)
    {
        if (Guid.TryParseExact(value, "D", out var id)) return id;
        Fault(field, value.Length == 0 ? "is required" : "is not a UUID such as 0190c1b2-7c3e-7d4f-8a5b-6c7d8e9f0a1b");
        return Guid.Empty;
    }

    /// <summary>
    /// Text of <paramref name="min" /> to <paramref name="max" /> characters: well-formed Unicode without control characters,
    /// returned without blanks around it.
    /// </summary>
    public string Text(string field, string value, int min, int max)
    {
        var text = value.Trim();
        if (text.Length == 0 && min > 0) Fault(field, "is required");
        else if (text.Length < min) Fault(field, Invariant($"has {text.Length} characters; at least {min} are needed"));
        else if (text.Length > max) Fault(field, Invariant($"has {text.Length} characters; at most {max} are allowed"));
        else if (HasControlCharacter(text)) Fault(field, "holds a control character");
        return text;
    }

    /// <summary>A name for addresses: 2 to 63 lower-case letters, digits and hyphens, beginning with a letter, not ending with a hyphen.</summary>
    public string Slug(string field, string value)
    {
        var holds = value.Length is >= 2 and <= 63 && char.IsAsciiLetterLower(value[0]) && value[^1] != '-'
            && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        if (value.Length == 0) Fault(field, "is required");
        else That(holds, field, "must be 2 to 63 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen");
        return value;
    }

    /// <summary>An e-mail address, returned in lower case; delivery is its only real test, so the check is shallow.</summary>
    public string Email(string field, string value)
    {
        var email = Text(field, value, 1, 254).ToLowerInvariant();
        var at = email.IndexOf('@', StringComparison.Ordinal);
        if (email.Length > 0)
            That(at > 0 && at == email.LastIndexOf('@') && at < email.Length - 1 && !email.Any(char.IsWhiteSpace), field, "is not an e-mail address");
        // Beyond ASCII our lower case and PostgreSQL's differ, and one person could be two.
        That(System.Text.Ascii.IsValid(email), field, "holds a letter beyond ASCII; write the domain as xn--... if it has one");
        return email;
    }

    /// <summary>A password that somebody chooses; kept exactly as it is, blanks included, and never repeated in a fault.</summary>
    public string NewPassword(string field, string value)
    {
        if (value.Length == 0) Fault(field, "is required");
        else That(value.Length is >= ShortestPassword and <= LongestPassword, field, Invariant($"must have {ShortestPassword} to {LongestPassword} characters"));
        return value;
    }

    /// <summary>That a list or map has at most <paramref name="max" /> entries; look at the entries only if it has.</summary>
    public bool AtMost(string field, int count, int max) =>
        That(count <= max, field, Invariant($"has {count} entries; at most {max} are allowed"));

    /// <summary>A whole number from <paramref name="min" /> to <paramref name="max" />.</summary>
    public int Range(string field, int value, int min, int max)
    {
        That(value >= min && value <= max, field, Invariant($"is {value}; it must be {min} to {max}"));
        return value;
    }

    /// <summary>The text of a value to choose by, as it is stored; null when none is chosen, or one that this version does not know.</summary>
    public string? Choice<T>(string field, T value) where T : struct, System.Enum
    {
        if (EqualityComparer<T>.Default.Equals(value, default)) return null;
        if (System.Enum.IsDefined(value)) return EnumText.Of(value);
        Fault(field, $"must be one of {string.Join(", ", System.Enum.GetValues<T>().Skip(1).Select(known => EnumText.Of(known)))}");
        return null;
    }

    /// <summary>An instant from <paramref name="min" /> to <paramref name="max" />, in whole microseconds as PostgreSQL keeps them.</summary>
    public DateTimeOffset Time(string field, Timestamp? value, DateTimeOffset min, DateTimeOffset max)
    {
        if (value is null)
        {
            Fault(field, "is required");
        }
        else if (value.Seconds < min.ToUnixTimeSeconds() || value.Seconds > max.ToUnixTimeSeconds() || value.Nanos is < 0 or > 999_999_999
            || value.ToDateTimeOffset() is var time && (time < min || time > max))
        {
            Fault(field, Invariant($"must be from {min.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} to {max.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}"));
        }
        else
        {
            return time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
        }

        return min;
    }

    /// <summary>An amount of money: a decimal number with at most four decimals, from <paramref name="min" /> to <paramref name="max" />.</summary>
    public decimal Amount(string field, string value, decimal min, decimal max) => Number(field, value, min, max, 4, "four");

    /// <summary>A rate of exchange: a decimal number with at most ten decimals, from <paramref name="min" /> to <paramref name="max" />.</summary>
    public decimal Factor(string field, string value, decimal min, decimal max) => Number(field, value, min, max, 10, "ten");

    /// <summary>A day such as 2026-01-31, from <paramref name="min" /> to <paramref name="max" />.</summary>
    public DateOnly Day(string field, string value, DateOnly min, DateOnly max)
    {
        if (value.Length == 0) Fault(field, "is required");
        else if (!DateOnly.TryParseExact(value, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) Fault(field, "is not a day such as \"2026-01-31\"");
        else if (day < min || day > max) Fault(field, Invariant($"must be from {min:yyyy-MM-dd} to {max:yyyy-MM-dd}"));
        else return day;
        return min;
    }

    /// <summary>The number of rows on a page: 1 to 200, 50 when the request leaves it out.</summary>
    public int PageSize(int value) => value == 0 ? 50 : Range("page_size", value, 1, 200);

    /// <summary>Whether no fault was found so far.</summary>
    public bool Holds => _faults is null;

    /// <summary>Ends the check.</summary>
    /// <exception cref="Refusal">INVALID_INPUT with every fault, when there is one.</exception>
    public void Done()
    {
        if (_faults is null) return;
        throw new Refusal(CommonReasons.InvalidInput, Room.Message(_faults), _faults);
    }

    private decimal Number(string field, string value, decimal min, decimal max, int decimals, string inWords)
    {
        if (value.Length == 0) Fault(field, "is required");
        else if (value.Length > 30 || !decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            Fault(field, "is not a decimal number such as \"12.50\"");
        else if (decimal.Round(number, decimals) != number) Fault(field, $"is {value}; at most {inWords} decimals are kept");
        else if (number < min || number > max) Fault(field, Invariant($"is {value}; it must be {Shown(min, decimals)} to {Shown(max, decimals)}"));
        else return number;
        return 0m;
    }

    private static string Shown(decimal number, int decimals) => number.ToString("0." + new string('0', decimals), CultureInfo.InvariantCulture);

    private static string Shortened(string text) => text.Length <= LongestText ? text : text[..LongestText] + "...";

    // A lone surrogate or a NUL would pass here and fail in PostgreSQL, as an error of ours instead of the caller's.
    private static bool HasControlCharacter(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar || (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t')))
                return true;
        return false;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
