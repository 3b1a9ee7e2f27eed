using System.Globalization;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>The text forms of google.protobuf.Timestamp and Duration, as strict as the library that converts them.</summary>
internal static class TimeText
{
    private const long MostSeconds = 315_576_000_000;

    /// <summary>RFC 3339 with at most nine decimals, years 0001 to 9999 in UTC.</summary>
    public static bool IsTimestamp(ReadOnlySpan<char> text)
    {
        const int seconds = 19;
        if (text.Length <= seconds || !DateTime.TryParseExact(
            text[..seconds], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return false;
        }

        var rest = text[seconds..];
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 9) return false;
            rest = rest[(digits + 1)..];
        }

        return rest is "Z" || (TryParseOffset(rest, out var offset) && IsInCalendar(local, offset));
    }

    /// <summary>Seconds with at most nine decimals and an "s", within 10,000 years.</summary>
    public static bool IsDuration(ReadOnlySpan<char> text)
    {
        if (!text.EndsWith("s", StringComparison.Ordinal)) return false;
        var number = text.StartsWith('-') ? text[1..^1] : text[..^1];
        var dot = number.IndexOf('.');
        var whole = dot < 0 ? number : number[..dot];
        if (dot >= 0 && (number.Length - dot - 1 is < 1 or > 9 || number[(dot + 1)..].ContainsAnyExceptInRange('0', '9'))) return false;
        return whole.Length is >= 1 and <= 12
            && !whole.ContainsAnyExceptInRange('0', '9')
            && (whole.Length == 1 || whole[0] != '0')
            && long.Parse(whole, CultureInfo.InvariantCulture) is var seconds
            && (seconds < MostSeconds || (seconds == MostSeconds && (dot < 0 || !number[(dot + 1)..].ContainsAnyExcept('0'))));
    }

    // At most 18 hours either way; -00:00 means "offset unknown" and names no instant.
    private static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text is "-00:00"
            || !TimeSpan.TryParseExact(text[1..], "hh\\:mm", CultureInfo.InvariantCulture, out var size)
            || size > TimeSpan.FromHours(18))
        {
            return false;
        }

        offset = text[0] == '-' ? -size : size;
        return true;
    }

    private static bool IsInCalendar(DateTime local, TimeSpan offset)
    {
        var ticks = local.Ticks - offset.Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
    }
}
