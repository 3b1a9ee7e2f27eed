using System.Text.Json;
using FactoryFlow.Gateway.Problems;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>Single values: of the type that the field has, and within what it can hold.</summary>
internal ref partial struct JsonChecker
{
    private const double LargestExactInteger = 9_007_199_254_740_992;

    private void Value(ValueShape shape)
    {
        switch (shape.Kind, reader.TokenType)
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
                Refuse(Reasons.WrongType, TextRules.Expectation(shape));
                SkipValue();
                break;
        }
    }

    private void Text(ValueShape shape)
    {
        // Text without an escape holds no NUL and no broken surrogate: JSON and UTF-8 have seen to that.
        if (shape.Kind == ValueKind.String && !reader.ValueIsEscaped)
        {
            return;
        }

        if (!TryReadShort(out var text))
        {
            if (ReadText() is not { } longText)
            {
                Refuse(Reasons.InvalidValue, "is not valid text: it holds half of a surrogate pair");
                return;
            }

            text = longText;
        }

        var (reason, message) = TextRules.Check(shape, text);
        if (reason is not null)
        {
            Refuse(reason, message);
        }
    }

    private void Number(ValueShape shape)
    {
        if (!reader.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            Refuse(Reasons.ValueOutOfRange, "is too large");
            return;
        }

        if (shape.Kind is ValueKind.Float or ValueKind.Double)
        {
            if (shape.Kind == ValueKind.Float && Math.Abs(number) > float.MaxValue)
            {
                Refuse(Reasons.ValueOutOfRange, "is too large");
            }

            return;
        }

        if (number != Math.Floor(number))
        {
            Refuse(Reasons.WrongType, TextRules.Expectation(shape));
        }
        else if (shape.Kind == ValueKind.Enum)
        {
            if (number is < int.MinValue or > int.MaxValue || !shape.Enum!.Has((int)number))
            {
                Refuse(Reasons.InvalidValue, shape.Enum!.Refusal);
            }
        }
        else if (!IsInRange(shape.Kind, number))
        {
            var (reason, message) = TextRules.OutOfRange(shape.Kind);
            Refuse(reason, message);
        }
        else if (Math.Abs(number) >= LargestExactInteger)
        {
            // A JSON number is a double on its way through most clients, and through the parser: it would change silently.
            Refuse(Reasons.ValueOutOfRange, "must be sent as a string when it is 2^53 or beyond");
        }
    }

    private static bool IsInRange(ValueKind kind, double number) => kind switch
    {
        ValueKind.Int32 => number is >= int.MinValue and <= int.MaxValue,
        ValueKind.UInt32 => number is >= 0 and <= uint.MaxValue,
        ValueKind.Int64 => number is >= -9223372036854775808d and < 9223372036854775808d,
        _ => number is >= 0 and < 18446744073709551616d,
    };
}
