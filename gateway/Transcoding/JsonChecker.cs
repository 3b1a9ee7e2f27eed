using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using FactoryFlow.Gateway.Problems;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>
/// Walks the JSON of a request beside the shape of its message and names everything that is wrong by its JSON path.
/// What passes here is converted by Google.Protobuf's own parser, which would stop at the first fault and name no place.
/// </summary>
internal ref struct JsonChecker
{
    /// <summary>How deep objects and lists may nest; three protobuf levels each stay below the services' own limit of 100.</summary>
    public const int MostDepth = 32;

    private const double LargestExactInteger = 9_007_199_254_740_992;

    private readonly Faults faults;
    private readonly Span<char> scratch;
    private Utf8JsonReader reader;
    private JsonPath path;

    private JsonChecker(ReadOnlySpan<byte> json, Span<char> scratch, Faults faults)
    {
        // Depth is counted here, so that a fault names its place instead of ending the walk.
        reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        this.scratch = scratch;
        this.faults = faults;
    }

    /// <summary>Checks a body that stands for a whole message.</summary>
    public static void CheckMessage(ReadOnlySpan<byte> json, MessageShape shape, Faults faults) =>
        Check(json, faults, (ref JsonChecker checker) => checker.Message(shape));

    /// <summary>Checks a body that stands for one field.</summary>
    public static void CheckField(ReadOnlySpan<byte> json, FieldShape shape, Faults faults) =>
        Check(json, faults, (ref JsonChecker checker) => checker.Field(shape));

    private static void Check(ReadOnlySpan<byte> json, Faults faults, Walk walk)
    {
        if (!Utf8.IsValid(json))
        {
            faults.Only(Reasons.MalformedJson, "", "The body is not valid UTF-8.");
            return;
        }

        var checker = new JsonChecker(json, stackalloc char[256], faults);
        try
        {
            checker.reader.Read();
            walk(ref checker);
            checker.reader.Read();
        }
        catch (JsonException malformed)
        {
            faults.Only(Reasons.MalformedJson, "",
                $"The body is not valid JSON: see line {malformed.LineNumber + 1}, column {malformed.BytePositionInLine + 1}.");
        }
    }

    private void Message(MessageShape shape)
    {
        if (!Opens(JsonTokenType.StartObject, "must be an object"))
        {
            return;
        }

        Span<ulong> seenFields = stackalloc ulong[(shape.FieldCount / 64) + 1];
        Span<ulong> seenChoices = stackalloc ulong[(shape.Descriptor.Oneofs.Count / 64) + 1];
        seenFields.Clear();
        seenChoices.Clear();
        while (NextIsMember())
        {
            if (!TryReadShort(out var name) || !shape.TryGetField(name, out var field))
            {
                var unknown = ReadText();
                path.Enter(unknown ?? "?");
                Refuse(Reasons.UnknownField, "is not a known field");
                SkipValue();
            }
            else
            {
                path.Enter(field.JsonName);
                if (!Mark(seenFields, field.Index))
                {
                    Refuse(Reasons.DuplicateField, "is given twice");
                }
                else if (field.Oneof >= 0 && !Mark(seenChoices, field.Oneof))
                {
                    Refuse(Reasons.FieldConflict, $"cannot be given beside another of {shape.Descriptor.Oneofs[field.Oneof].Name}");
                }

                reader.Read();
                Field(field);
            }

            path.Leave();
        }
    }

    private void Field(FieldShape field)
    {
        // Null stands for "not given", except where null is a value.
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (field.Key is not null)
        {
            Map(field.Key, field.Value);
        }
        else if (field.IsList)
        {
            List(field.Value);
        }
        else
        {
            Value(field.Value);
        }
    }

    private void Map(ValueShape key, ValueShape value)
    {
        if (!Opens(JsonTokenType.StartObject, "must be an object"))
        {
            return;
        }

        HashSet<string>? seen = null;
        while (NextIsMember())
        {
            var name = ReadText();
            path.Enter(name ?? "?");
            if (name is null)
            {
                Refuse(Reasons.InvalidValue, "has a name that is not valid text");
            }
            else if (!(seen ??= new HashSet<string>(StringComparer.Ordinal)).Add(name))
            {
                Refuse(Reasons.DuplicateField, "is given twice");
            }
            else if (key.Kind == ValueKind.Bool ? name is not ("true" or "false") : TextRules.Check(key, name).Reason is not null)
            {
                Refuse(Reasons.InvalidValue, key.Kind == ValueKind.Bool
                    ? "has a name that must be true or false"
                    : "has a name that " + TextRules.Check(key, name).Message);
            }

            reader.Read();
            Element(value);
            path.Leave();
        }
    }

    private void List(ValueShape value)
    {
        if (!Opens(JsonTokenType.StartArray, "must be a list"))
        {
            return;
        }

        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            path.Enter(index);
            Element(value);
            path.Leave();
        }
    }

    // "Not given" has no meaning inside a list or a map.
    private void Element(ValueShape value)
    {
        if (reader.TokenType == JsonTokenType.Null && value.Kind is not (ValueKind.Any or ValueKind.Null))
        {
            Refuse(Reasons.WrongType, "must not be null");
            return;
        }

        Value(value);
    }

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

    private void FreeObject()
    {
        if (!Opens(JsonTokenType.StartObject, "must be an object"))
        {
            return;
        }

        HashSet<string>? seen = null;
        while (NextIsMember())
        {
            var name = ReadText();
            path.Enter(name ?? "?");
            if (name is null || name.Contains('\0', StringComparison.Ordinal))
            {
                Refuse(Reasons.InvalidValue, "has a name that is not valid text");
            }
            else if (!(seen ??= new HashSet<string>(StringComparer.Ordinal)).Add(name))
            {
                Refuse(Reasons.DuplicateField, "is given twice");
            }

            reader.Read();
            FreeValue();
            path.Leave();
        }
    }

    private void FreeList()
    {
        if (!Opens(JsonTokenType.StartArray, "must be a list"))
        {
            return;
        }

        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            path.Enter(index);
            FreeValue();
            path.Leave();
        }
    }

    private void FreeValue()
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                FreeObject();
                break;
            case JsonTokenType.StartArray:
                FreeList();
                break;
            case JsonTokenType.String when reader.ValueIsEscaped:
                if (ReadText()?.Contains('\0', StringComparison.Ordinal) != false)
                {
                    Refuse(Reasons.InvalidValue, "is not valid text");
                }

                break;
            case JsonTokenType.Number when !reader.TryGetDouble(out var number) || !double.IsFinite(number):
                Refuse(Reasons.ValueOutOfRange, "is too large");
                break;
            default:
                break;
        }
    }

    // Whether the walk may go into the value: it is of the right type and not too deep.
    private bool Opens(JsonTokenType type, string expectation)
    {
        if (reader.TokenType != type)
        {
            Refuse(Reasons.WrongType, expectation);
            SkipValue();
            return false;
        }

        if (reader.CurrentDepth >= MostDepth)
        {
            Refuse(Reasons.BodyTooDeep, string.Create(CultureInfo.InvariantCulture, $"is nested deeper than {MostDepth} levels"));
            SkipValue();
            return false;
        }

        return true;
    }

    private bool NextIsMember()
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    // Goes to the end of the value that begins here, or that the name here belongs to.
    private void SkipValue() => reader.Skip();

    private static bool Mark(Span<ulong> seen, int index)
    {
        var bit = 1UL << (index % 64);
        var isNew = (seen[index / 64] & bit) == 0;
        seen[index / 64] |= bit;
        return isNew;
    }

    private readonly bool TryReadShort(out ReadOnlySpan<char> text)
    {
        if (reader.ValueSpan.Length > scratch.Length)
        {
            text = default;
            return false;
        }

        try
        {
            text = scratch[..reader.CopyString(scratch)];
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape.
            text = default;
            return false;
        }
    }

    private readonly string? ReadText()
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private readonly void Refuse(string reason, string message) => faults.Add(reason, path.ToString(), message);

    private delegate void Walk(ref JsonChecker checker);
}
