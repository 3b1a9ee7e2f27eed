using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Problems;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>What text may stand for a value: in a JSON string, in a path and in a query alike.</summary>
internal static class TextRules
{
    private static readonly SearchValues<char> FieldMaskCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>The reason and the words of a refusal; the reason is null where the text is fine.</summary>
    public static (Reason? Reason, string Message) Check(ValueShape shape, ReadOnlySpan<char> text) => shape.Kind switch
    {
        ValueKind.String => text.Contains('\0') ? (Reasons.InvalidValue, FaultTexts.HoldsNul) : default,
        ValueKind.Bytes => Base64.IsValid(text) ? default : (Reasons.InvalidValue, FaultTexts.MustBeBase64),
        ValueKind.Bool => (Reasons.WrongType, FaultTexts.MustBeBool),
        ValueKind.Int32 => Integer(shape.Kind, text, int.MinValue, int.MaxValue),
        ValueKind.UInt32 => Integer(shape.Kind, text, 0, uint.MaxValue),
        ValueKind.Int64 => Integer(shape.Kind, text, long.MinValue, long.MaxValue),
        ValueKind.UInt64 => Integer(shape.Kind, text, 0, ulong.MaxValue),
        ValueKind.Float => Number(text, float.MaxValue),
        ValueKind.Double => Number(text, double.MaxValue),
        ValueKind.Enum => shape.Enum!.TryGetNumber(text, out _) ? default : (Reasons.InvalidValue, FaultTexts.MustBeOneOf(shape.Enum)),
        ValueKind.Timestamp => TimeText.IsTimestamp(text) ? default : (Reasons.InvalidValue, FaultTexts.MustBeTimestamp),
        ValueKind.Duration => TimeText.IsDuration(text) ? default : (Reasons.InvalidValue, FaultTexts.MustBeDuration),
        ValueKind.FieldMask => IsFieldMask(text) ? default : (Reasons.InvalidValue, FaultTexts.MustBeFieldMask),
        _ => (Reasons.WrongType, FaultTexts.CannotBeText),
    };

    private static (Reason?, string) Integer(ValueKind kind, ReadOnlySpan<char> text, Int128 from, Int128 to)
    {
        var digits = text.StartsWith('-') ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') || (digits.Length > 1 && digits[0] == '0'))
            return (Reasons.WrongType, FaultTexts.MustBeWholeNumber);
        return digits.Length <= 20 && Int128.Parse(text, CultureInfo.InvariantCulture) is var number && number >= from && number <= to
            ? default
            : (Reasons.ValueOutOfRange, FaultTexts.OutOfRange(kind));
    }

    private static (Reason?, string) Number(ReadOnlySpan<char> text, double most)
    {
        if (text is "NaN" or "Infinity" or "-Infinity") return default;
        // The first character settles what a lenient parser would otherwise let pass: "+1", ".5", " 1", "01".
        var digits = text.StartsWith('-') ? text[1..] : text;
        if (digits.IsEmpty || !char.IsAsciiDigit(digits[0]) || (digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]))
            || !double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture, out var number))
        {
            return (Reasons.WrongType, FaultTexts.MustBeNumber);
        }

        return Math.Abs(number) <= most ? default : (Reasons.ValueOutOfRange, FaultTexts.TooLarge);
    }

    private static bool IsFieldMask(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return true;
        foreach (var path in text.Split(','))
        {
            foreach (var name in text[path].Split('.'))
            {
                var letters = text[path][name];
                if (letters.IsEmpty || !char.IsAsciiLetterLower(letters[0]) || letters.ContainsAnyExcept(FieldMaskCharacters)) return false;
            }
        }

        return true;
    }
}
