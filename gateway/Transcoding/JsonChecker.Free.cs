using System.Text.Json;
using FactoryFlow.Gateway.Problems;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>google.protobuf.Struct, ListValue and Value: any JSON, as long as it can be stored and given back.</summary>
internal ref partial struct JsonChecker
{
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
}
