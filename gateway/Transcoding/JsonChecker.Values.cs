using System.Text.Json;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Problems;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>Single values: of the type that the field has, and within what it can hold.</summary>
internal ref partial struct JsonChecker
{
    private const double LargestExactInteger = 9_007_199_254_740_992;

    private void Value(ValueShape shape)
    {
        switch (shape.Kind, _reader.TokenType)
        {
            case (ValueKind.Message, _):
                Message(shape.Message!);
                break;
            case (ValueKind.Struct, _):
                FreeObject();
                break;
            case (ValueKind.List, _):
                FreeList();
                break;
            case (ValueKind.Any, _):
                FreeValue();
                break;
            case (ValueKind.Bool, JsonTokenType.True or JsonTokenType.False):
            case (ValueKind.Null, JsonTokenType.Null):
                break;
            case (_, JsonTokenType.String):
                Text(shape);
                break;
            case (>= ValueKind.Int32 and <= ValueKind.Enum, JsonTokenType.Number):
                Number(shape);
                break;
            default:
                Refuse(Reasons.WrongType, FaultTexts.MustBe(shape));
                SkipValue();
                break;
        }
    }

    private void Text(ValueShape shape)
    {
        // Text without an escape holds no NUL and no broken surrogate: JSON and UTF-8 have seen to that.
        if (shape.Kind == ValueKind.String && !_reader.ValueIsEscaped) return;
        if (!TryReadShort(out var text))
        {
            if (ReadText() is not { } longText)
            {
                Refuse(Reasons.InvalidValue, FaultTexts.HoldsHalfPair);
                return;
            }

            text = longText;
        }

        var (reason, message) = TextRules.Check(shape, text);
        if (reason is not null) Refuse(reason, message);
    }

    private void Number(ValueShape shape)
    {
        if (!_reader.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            Refuse(Reasons.ValueOutOfRange, FaultTexts.TooLarge);
            return;
        }

        if (shape.Kind is ValueKind.Float or ValueKind.Double)
        {
            if (shape.Kind == ValueKind.Float && Math.Abs(number) > float.MaxValue) Refuse(Reasons.ValueOutOfRange, FaultTexts.TooLarge);
            return;
        }

        if (number != Math.Floor(number)) Refuse(Reasons.WrongType, FaultTexts.MustBe(shape));
        else if (shape.Kind == ValueKind.Enum) EnumNumber(shape.Enum!, number);
        else if (!IsInRange(shape.Kind, number)) Refuse(Reasons.ValueOutOfRange, FaultTexts.OutOfRange(shape.Kind));
        // A JSON number is a double on its way through most clients, and through the parser: it would change silently.
        else if (Math.Abs(number) >= LargestExactInteger) Refuse(Reasons.ValueOutOfRange, FaultTexts.InexactNumber);
    }

    private readonly void EnumNumber(EnumShape shape, double number)
    {
        if (number is < int.MinValue or > int.MaxValue || !shape.Has((int)number)) Refuse(Reasons.InvalidValue, FaultTexts.MustBeOneOf(shape));
    }

    private static bool IsInRange(ValueKind kind, double number) => kind switch
    {
        ValueKind.Int32 => number is >= int.MinValue and <= int.MaxValue,
        ValueKind.UInt32 => number is >= 0 and <= uint.MaxValue,
        ValueKind.Int64 => number is >= -9223372036854775808d and < 9223372036854775808d,
        _ => number is >= 0 and < 18446744073709551616d,
    };
}
