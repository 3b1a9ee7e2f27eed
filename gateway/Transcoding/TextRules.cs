using System.Buffers.Text;
using System.Globalization;
using FactoryFlow.Gateway.Problems;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>What text may stand for a value: in a JSON string, in a path and in a query alike.</summary>
internal static class TextRules
{
    /// <summary>The reason and the words of a refusal; the reason is null where the text is fine.</summary>
    public static (string? Reason, string Message) Check(ValueShape shape, ReadOnlySpan<char> text) => shape.Kind switch
    {
        ValueKind.String => text.Contains('\0') ? (Reasons.InvalidValue, "must not contain the character U+0000") : default,
        ValueKind.Bytes => Base64.IsValid(text) ? default : (Reasons.InvalidValue, "must be base64"),
        ValueKind.Bool => (Reasons.WrongType, "must be true or false"),
        ValueKind.Int32 => Integer(text, int.MinValue, int.MaxValue),
        ValueKind.UInt32 => Integer(text, 0, uint.MaxValue),
        ValueKind.Int64 => Integer(text, long.MinValue, long.MaxValue),
        ValueKind.UInt64 => Integer(text, 0, ulong.MaxValue),
        ValueKind.Float => Number(text, float.MaxValue),
        ValueKind.Double => Number(text, double.MaxValue),
        ValueKind.Enum => shape.Enum!.TryGetNumber(text, out _) ? default : (Reasons.InvalidValue, shape.Enum.Refusal),
        ValueKind.Timestamp => Instants.IsTimestamp(text)
            ? default : (Reasons.InvalidValue, "must be an instant such as 2026-01-31T08:30:00Z"),
        ValueKind.Duration => Instants.IsDuration(text)
            ? default : (Reasons.InvalidValue, "must be seconds such as \"90s\" or \"1.5s\""),
        ValueKind.FieldMask => IsFieldMask(text)
            ? default : (Reasons.InvalidValue, "must be field names in camelCase, separated by commas"),
        _ => (Reasons.WrongType, "cannot be text"),
    };

    /// <summary>What the value should have been, for JSON of another type.</summary>
    public static string Expectation(ValueShape shape) => shape.Kind switch
    {
        ValueKind.Message or ValueKind.Struct => "must be an object",
        ValueKind.List => "must be a list",
        ValueKind.Bool => "must be true or false",
        ValueKind.Int32 or ValueKind.UInt32 or ValueKind.Int64 or ValueKind.UInt64 => "must be a whole number",
        ValueKind.Float or ValueKind.Double => "must be a number",
        ValueKind.Enum => shape.Enum!.Refusal,
        ValueKind.Timestamp => "must be an instant such as 2026-01-31T08:30:00Z",
        ValueKind.Duration => "must be seconds such as \"90s\" or \"1.5s\"",
        ValueKind.FieldMask => "must be field names in camelCase, separated by commas",
        ValueKind.Null => "must be null",
        _ => "must be a string",
    };

    /// <summary>The refusal of a whole number that the field cannot hold.</summary>
    public static (string Reason, string Message) OutOfRange(ValueKind kind) => (Reasons.ValueOutOfRange, kind switch
    {
        ValueKind.Int32 => "must be from -2147483648 to 2147483647",
        ValueKind.UInt32 => "must be from 0 to 4294967295",
        ValueKind.Int64 => "must be from -9223372036854775808 to 9223372036854775807",
        ValueKind.UInt64 => "must be from 0 to 18446744073709551615",
        _ => "is too large",
    });

    private static (string?, string) Integer(ReadOnlySpan<char> text, Int128 from, Int128 to)
    {
        var digits = text.StartsWith('-') ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') || (digits.Length > 1 && digits[0] == '0'))
        {
            return (Reasons.WrongType, "must be a whole number");
        }

        return digits.Length <= 20 && Int128.Parse(text, CultureInfo.InvariantCulture) is var number && number >= from && number <= to
            ? default
            : (Reasons.ValueOutOfRange, $"must be from {from} to {to}");
    }

    private static (string?, string) Number(ReadOnlySpan<char> text, double most)
    {
        if (text is "NaN" or "Infinity" or "-Infinity")
        {
            return default;
        }

        // The first character settles what a lenient parser would otherwise let pass: "+1", ".5", " 1", "01".
        var digits = text.StartsWith('-') ? text[1..] : text;
        if (digits.IsEmpty || !char.IsAsciiDigit(digits[0]) || (digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]))
            || !double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture, out var number))
        {
            return (Reasons.WrongType, "must be a number");
        }

        return Math.Abs(number) <= most ? default : (Reasons.ValueOutOfRange, "is too large");
    }

    private static bool IsFieldMask(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return true;
        }

        foreach (var path in text.Split(','))
        {
            foreach (var name in text[path].Split('.'))
            {
                var letters = text[path][name];
                if (letters.IsEmpty || !char.IsAsciiLetterLower(letters[0]) || letters.ContainsAnyExcept(FieldMaskCharacters))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static readonly System.Buffers.SearchValues<char> FieldMaskCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
}
