using System.Globalization;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Reads definitions that came as JSON, and writes those of either kind as JSON.</summary>
internal static class JsonNodes
{
    /// <summary>Reads a definition as a call brings it; null, with a fault, where it has too many pieces, or names that are too long.</summary>
    public static Node? Read(Struct value, Faults faults)
    {
        try
        {
            var count = 0;
            return Read(value, Place.Root, 0, ref count);
        }
        catch (TooMuch e)
        {
            faults.Add(e.Place, e.Message);
            return null;
        }
    }

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

    private static Node Read(Value value, Place place, int depth, ref int count)
    {
        TooMuch.Require(place, ++count, depth);
        switch (value.KindCase)
        {
            case Value.KindOneofCase.StringValue:
                return new Node(NodeKind.Text, place, value.StringValue);
            case Value.KindOneofCase.NumberValue when double.IsFinite(value.NumberValue):
                return new Node(NodeKind.Number, place, value.NumberValue.ToString("R", CultureInfo.InvariantCulture));
            case Value.KindOneofCase.BoolValue:
                return new Node(NodeKind.Truth, place, value.BoolValue ? "true" : "false");
            case Value.KindOneofCase.ListValue:
                var items = new List<Node>();
                foreach (var item in value.ListValue.Values) items.Add(Read(item, place.Of(items.Count), depth + 1, ref count));
                return new Node(NodeKind.List, place) { Items = items };
            case Value.KindOneofCase.StructValue:
                return Read(value.StructValue, place, depth, ref count);
            default:
                return new Node(NodeKind.Nothing, place);
        }
    }

    private static Node Read(Struct value, Place place, int depth, ref int count)
    {
        var members = new List<KeyValuePair<string, Node>>();
        foreach (var (name, member) in value.Fields)
        {
            TooMuch.Require(place, name);
            members.Add(KeyValuePair.Create(name, Read(member, place.Of(name), depth + 1, ref count)));
        }

        return new Node(NodeKind.Map, place) { Members = members };
    }

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
