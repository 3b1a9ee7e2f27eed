using System.Text.Json;
using FactoryFlow.Gateway.Problems;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>google.protobuf.Struct, ListValue and Value: any JSON, as long as it can be stored and given back.</summary>
internal ref partial struct JsonChecker
{
    private void FreeObject()
    {
        if (!Opens(JsonTokenType.StartObject, FaultTexts.MustBeObject)) return;
        HashSet<string>? seen = null;
        while (NextIsMember())
        {
            var name = ReadText();
            _path.Enter(name ?? "?");
            if (name is null || name.Contains('\0', StringComparison.Ordinal))
                Refuse(Reasons.InvalidValue, FaultTexts.InvalidName);
            else if (name.Length == 0) Refuse(Reasons.InvalidValue, FaultTexts.EmptyName);
            else if (!(seen ??= new HashSet<string>(StringComparer.Ordinal)).Add(name)) Refuse(Reasons.DuplicateField, FaultTexts.GivenTwice);
            _reader.Read();
            FreeValue();
            _path.Leave();
        }
    }

    private void FreeList()
    {
        if (!Opens(JsonTokenType.StartArray, FaultTexts.MustBeList)) return;
        for (var index = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; index++)
        {
            _path.Enter(index);
            FreeValue();
            _path.Leave();
        }
    }

    private void FreeValue()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                FreeObject();
                break;
            case JsonTokenType.StartArray:
                FreeList();
                break;
            case JsonTokenType.String when _reader.ValueIsEscaped:
                if (ReadText()?.Contains('\0', StringComparison.Ordinal) != false) Refuse(Reasons.InvalidValue, FaultTexts.InvalidText);
                break;
            case JsonTokenType.Number when !_reader.TryGetDouble(out var number) || !double.IsFinite(number):
                Refuse(Reasons.ValueOutOfRange, FaultTexts.TooLarge);
                break;
            default:
                break;
        }
    }
}
