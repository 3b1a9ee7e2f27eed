using System.Globalization;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Reads definitions that came as JSON, and writes those of either kind as JSON.</summary>
internal static class JsonNodes
{
    public static Node Read(Value value, Place place) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => new Node(NodeKind.Text, place, value.StringValue),
        Value.KindOneofCase.NumberValue when double.IsFinite(value.NumberValue) => new Node(NodeKind.Number, place, value.NumberValue.ToString("R", CultureInfo.InvariantCulture)),
        Value.KindOneofCase.BoolValue => new Node(NodeKind.Truth, place, value.BoolValue ? "true" : "false"),
        Value.KindOneofCase.ListValue => new Node(NodeKind.List, place) { Items = [.. value.ListValue.Values.Select((v, i) => Read(v, place.Of(i)))] },
        Value.KindOneofCase.StructValue => Read(value.StructValue, place),
        _ => new Node(NodeKind.Nothing, place),
    };

    public static Node Read(Struct value, Place place) => new(NodeKind.Map, place)
    {
        Members = [.. value.Fields.Select(f => KeyValuePair.Create(f.Key, Read(f.Value, place.Of(f.Key))))],
    };

    /// <summary>Reads a definition as it was stored.</summary>
    public static Node Read(JsonElement value, Place place) => value.ValueKind switch
    {
        JsonValueKind.String => new Node(NodeKind.Text, place, value.GetString()!),
        JsonValueKind.Number => new Node(NodeKind.Number, place, value.GetRawText()),
        JsonValueKind.True or JsonValueKind.False => new Node(NodeKind.Truth, place, value.GetBoolean() ? "true" : "false"),
        JsonValueKind.Array => new Node(NodeKind.List, place) { Items = [.. value.EnumerateArray().Select((v, i) => Read(v, place.Of(i)))] },
        JsonValueKind.Object => new Node(NodeKind.Map, place)
        {
            Members = [.. value.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Read(p.Value, place.Of(p.Name))))],
        },
        _ => new Node(NodeKind.Nothing, place),
    };

    public static string Write(Node node)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) Write(node, json);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>A piece as a value that conditions compare with.</summary>
    public static JsonElement ToValue(this Node node) => JsonElement.Parse(Write(node));

    private static void Write(Node node, Utf8JsonWriter json)
    {
        switch (node.Kind)
        {
            case NodeKind.Text:
                json.WriteStringValue(node.Text);
                break;
            case NodeKind.Number:
                json.WriteRawValue(node.Text);
                break;
            case NodeKind.Truth:
                json.WriteBooleanValue(node.Text == "true");
                break;
            case NodeKind.List:
                json.WriteStartArray();
                foreach (var item in node.Items) Write(item, json);
                json.WriteEndArray();
                break;
            case NodeKind.Map:
                json.WriteStartObject();
                foreach (var (name, value) in node.Members)
                {
                    json.WritePropertyName(name);
                    Write(value, json);
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
