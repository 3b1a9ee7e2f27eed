using System.Globalization;
using System.Text.Json.Nodes;
using FactoryFlow.EndToEnd.Tests.Api;
using Google.Protobuf.Reflection;

namespace FactoryFlow.EndToEnd.Tests.Fuzz;

/// <summary>Makes one thing of two calls that are fine otherwise, which both JSON and protobuf can say; every third call stays as it is.</summary>
internal sealed class Mutation(Random random)
{
    // What a path can carry as well, and no path is emptied.
    private static readonly string[] s_texts =
    [
        " ", "x", "'; drop table workers; --", "%00", "{{7*7}}", "<b>", "null", "NaN", "-0", "1e400", "00000000-0000-0000-0000-000000000000", "2026-02-30", "2026-01-31", "\u202e", "\ufeff", "😀", "e\u0301",
        "0.00001", "-1", "99999999999999999999.9999", "12.5", "１２", "*:*:*", "jobs:read:all", "a:b", "EUR", "USD", new string('x', 300), new string('y', 5_000),
        .. Boundaries.Texts, .. Boundaries.PageTokens,
    ];

    private static readonly long[] s_numbers = [-1, 0, 1, 3, 200, 201, 1_000_000, int.MaxValue, int.MinValue];
    private static readonly string[] s_times = ["0001-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2026-01-31T08:30:00.123456Z", "2026-01-31T08:30:00Z", "9999-12-31T23:59:59.999999999Z"];

    /// <summary>Both, with the same done to them.</summary>
    public (JsonObject, JsonObject) Of(Rpc rpc, JsonObject left, JsonObject right)
    {
        for (var i = random.Next(3); i > 0; i--) Change(rpc, rpc.Descriptor.InputType, left, right, depth: 0);
        return (left, right);
    }

    private void Change(Rpc rpc, MessageDescriptor message, JsonObject left, JsonObject right, int depth)
    {
        var fields = message.Fields.InDeclarationOrder();
        if (fields.Count == 0) return;
        var field = fields[random.Next(fields.Count)];
        var (isInPath, isInQuery) = (depth == 0 && rpc.IsInPath(field), depth == 0 && !rpc.HasBody);
        if (left[field.JsonName] is JsonObject inner && right[field.JsonName] is JsonObject other && !field.IsMap && Own(field) && random.Next(3) > 0)
        {
            Change(rpc, field.MessageType, inner, other, depth + 1);
            return;
        }

        // A mask or a list in a query has a form of its own; a place in a path has to be there.
        if (!isInPath && random.Next(3) == 0)
        {
            left.Remove(field.JsonName);
            right.Remove(field.JsonName);
        }
        else if (Value(field, isInQuery && !isInPath) is { } value)
        {
            left[field.JsonName] = value;
            right[field.JsonName] = value.DeepClone();
        }
    }

    private static bool Own(FieldDescriptor field) => field.FieldType == FieldType.Message && field.MessageType.File.Package.StartsWith("factoryflow.", StringComparison.Ordinal);

    private JsonNode? Value(FieldDescriptor field, bool isInQuery)
    {
        if (field.IsMap) return isInQuery ? null : field.MessageType.FindFieldByNumber(2).FieldType == FieldType.String && random.Next(2) == 0 ? new JsonObject { [Text()] = Text() } : new JsonObject();
        if (field.IsRepeated) return isInQuery ? null : field.FieldType == FieldType.String && random.Next(2) == 0 ? new JsonArray(Text(), Text()) : new JsonArray();
        return field.FieldType switch
        {
            FieldType.String => Text(),
            FieldType.Int64 when random.Next(2) == 0 => Boundaries.Numbers[random.Next(Boundaries.Numbers.Length)].ToString(CultureInfo.InvariantCulture),
            FieldType.Int32 or FieldType.Int64 => s_numbers[random.Next(s_numbers.Length)],
            FieldType.Bool => random.Next(2) == 0,
            FieldType.Enum when field.EnumType.Values.Count > 1 => field.EnumType.Values[1 + random.Next(field.EnumType.Values.Count - 1)].Name,
            FieldType.Message when field.MessageType.Name == "Timestamp" => s_times[random.Next(s_times.Length)],
            FieldType.Message when field.MessageType.Name == "FieldMask" => new[] { "name", "etag", "name,status", "x" }[random.Next(4)],
            _ => null,
        };
    }

    private string Text() => s_texts[random.Next(s_texts.Length)];
}
