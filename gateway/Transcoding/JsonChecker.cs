using System.Text.Json;
using System.Text.Unicode;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Problems;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>
/// Walks the JSON of a request beside the shape of its message and names everything that is wrong by its JSON path.
/// What passes here is converted by Google.Protobuf's own parser, which would stop at the first fault and name no place.
/// </summary>
internal ref partial struct JsonChecker
{
    private readonly Faults _faults;
    private readonly Span<char> _scratch;
    private Utf8JsonReader _reader;
    private JsonPath _path;

    private JsonChecker(ReadOnlySpan<byte> json, Span<char> scratch, Faults faults)
    {
        // Depth is counted here, so that a fault names its place instead of ending the walk.
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        _scratch = scratch;
        _faults = faults;
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
            faults.Only(Reasons.MalformedJson, FaultTexts.NotUtf8);
            return;
        }

        var checker = new JsonChecker(json, stackalloc char[256], faults);
        try
        {
            checker._reader.Read();
            walk(ref checker);
            checker._reader.Read();
        }
        catch (JsonException malformed)
        {
            faults.Only(Reasons.MalformedJson, FaultTexts.NotJson(malformed.LineNumber, malformed.BytePositionInLine));
        }
    }

    private void Message(MessageShape shape)
    {
        if (!Opens(JsonTokenType.StartObject, FaultTexts.MustBeObject)) return;
        Span<ulong> seenFields = stackalloc ulong[(shape.FieldCount / 64) + 1];
        Span<ulong> seenChoices = stackalloc ulong[(shape.Descriptor.Oneofs.Count / 64) + 1];
        seenFields.Clear();
        seenChoices.Clear();
        while (NextIsMember())
        {
            if (!TryReadShort(out var name) || !shape.TryGetField(name, out var field))
            {
                var unknown = ReadText();
                _path.Enter(unknown ?? "?");
                Refuse(Reasons.UnknownField, FaultTexts.UnknownField);
                SkipValue();
            }
            else
            {
                _path.Enter(field.JsonName);
                if (!Mark(seenFields, field.Index)) Refuse(Reasons.DuplicateField, FaultTexts.GivenTwice);
                else if (field.Oneof >= 0 && !Mark(seenChoices, field.Oneof))
                    Refuse(Reasons.FieldConflict, FaultTexts.BesideAnother(shape.Descriptor.Oneofs[field.Oneof].Name));
                _reader.Read();
                Field(field);
            }

            _path.Leave();
        }
    }

    private void Field(FieldShape field)
    {
        // Null stands for "not given", except where null is a value.
        if (_reader.TokenType == JsonTokenType.Null) return;
        if (field.Key is not null) Map(field.Key, field.Value);
        else if (field.IsList) List(field.Value);
        else Value(field.Value);
    }

    private void Map(ValueShape key, ValueShape value)
    {
        if (!Opens(JsonTokenType.StartObject, FaultTexts.MustBeObject)) return;
        HashSet<string>? seen = null;
        while (NextIsMember())
        {
            var name = ReadText();
            _path.Enter(name ?? "?");
            if (name is null) Refuse(Reasons.InvalidValue, FaultTexts.InvalidName);
            else if (!(seen ??= new HashSet<string>(StringComparer.Ordinal)).Add(name)) Refuse(Reasons.DuplicateField, FaultTexts.GivenTwice);
            else if (!(key.Kind == ValueKind.Bool && name is "true" or "false") && TextRules.Check(key, name) is { Reason: not null } misfit)
                Refuse(Reasons.InvalidValue, FaultTexts.OfName(misfit.Message));
            _reader.Read();
            Element(value);
            _path.Leave();
        }
    }

    private void List(ValueShape value)
    {
        if (!Opens(JsonTokenType.StartArray, FaultTexts.MustBeList)) return;
        for (var index = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; index++)
        {
            _path.Enter(index);
            Element(value);
            _path.Leave();
        }
    }

    // "Not given" has no meaning inside a list or a map.
    private void Element(ValueShape value)
    {
        if (_reader.TokenType == JsonTokenType.Null && value.Kind is not (ValueKind.Any or ValueKind.Null))
        {
            Refuse(Reasons.WrongType, FaultTexts.MustNotBeNull);
            return;
        }

        Value(value);
    }

    // Whether the walk may go into the value: it is of the right type and not too deep.
    private bool Opens(JsonTokenType type, string expectation)
    {
        if (_reader.TokenType != type)
        {
            Refuse(Reasons.WrongType, expectation);
            SkipValue();
            return false;
        }

        if (_reader.CurrentDepth >= GatewaySettings.MostBodyDepth)
        {
            Refuse(Reasons.BodyTooDeep, FaultTexts.TooDeep);
            SkipValue();
            return false;
        }

        return true;
    }

    private bool NextIsMember()
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.PropertyName;
    }

    // Goes to the end of the value that begins here, or that the name here belongs to.
    private void SkipValue() => _reader.Skip();

    private static bool Mark(Span<ulong> seen, int index)
    {
        var bit = 1UL << (index % 64);
        var isNew = (seen[index / 64] & bit) == 0;
        seen[index / 64] |= bit;
        return isNew;
    }

    private readonly bool TryReadShort(out ReadOnlySpan<char> text)
    {
        if (_reader.ValueSpan.Length > _scratch.Length)
        {
            text = default;
            return false;
        }

        try
        {
            text = _scratch[.._reader.CopyString(_scratch)];
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
            return _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private readonly void Refuse(Reason reason, string message) => _faults.Add(reason, _path.ToString(), message);

    private delegate void Walk(ref JsonChecker checker);
}
