using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using FactoryFlow.Gateway.Problems;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>
/// Walks the JSON of a request beside the shape of its message and names everything that is wrong by its JSON path.
/// What passes here is converted by Google.Protobuf's own parser, which would stop at the first fault and name no place.
/// </summary>
internal ref partial struct JsonChecker
{
    /// <summary>How deep objects and lists may nest; three protobuf levels each stay below the services' own limit of 100.</summary>
    public const int MostDepth = 32;

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
