using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Platform.Data;

/// <summary>
/// Objects of any content as they were stored. Whatever stands in one, it becomes a message that can be sent and written as JSON: one that could
/// not would take the whole list with it that it stands in.
/// </summary>
public static class FreeJson
{
    /// <summary>How deep objects and lists may lie in each other and still be sent, in whatever message.</summary>
    public const int Deepest = 28;

    private const string TooDeep = "(nested too deep to be shown)", Nameless = "(no name)";
    private static readonly JsonDocumentOptions Any = new() { MaxDepth = 10_000 };

    /// <summary>An object; what cannot be sent of it is a note.</summary>
    public static Struct Read(string json)
    {
        using var document = JsonDocument.Parse(json, Any);
        return ObjectOf(document.RootElement, 1);
    }

    private static Struct ObjectOf(JsonElement value, int depth)
    {
        var message = new Struct();
        foreach (var member in value.EnumerateObject()) message.Fields[member.Name.Length > 0 ? member.Name : Nameless] = ValueOf(member.Value, depth);
        return message;
    }

    private static Value ValueOf(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array when depth >= Deepest => Value.ForString(TooDeep),
        JsonValueKind.Object => Value.ForStruct(ObjectOf(value, depth + 1)),
        JsonValueKind.Array => Value.ForList([.. value.EnumerateArray().Select(item => ValueOf(item, depth + 1))]),
        JsonValueKind.String => Value.ForString(value.GetString()!),
        JsonValueKind.Number when double.IsFinite(value.GetDouble()) => Value.ForNumber(value.GetDouble()),
        JsonValueKind.Number => Value.ForString(value.GetRawText()),
        JsonValueKind.True or JsonValueKind.False => Value.ForBool(value.GetBoolean()),
        _ => Value.ForNull(),
    };
}
