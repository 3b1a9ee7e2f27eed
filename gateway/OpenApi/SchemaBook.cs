using System.Text.Json.Nodes;
using FactoryFlow.Gateway.Api;
using Google.Api;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Gateway.OpenApi;

/// <summary>The schemas of messages and enums, each written once, under the shortest name that no other has.</summary>
internal sealed class SchemaBook
{
    private readonly ProtoComments _comments;
    private readonly HashSet<MessageDescriptor> _sent = [];
    private readonly Dictionary<string, string> _names;
    private readonly SortedDictionary<string, JsonObject?> _schemas = new(StringComparer.Ordinal);

    public SchemaBook(IReadOnlyCollection<HttpBinding> bindings, ProtoComments comments)
    {
        _comments = comments;
        var answered = new HashSet<MessageDescriptor>();
        foreach (var binding in bindings)
        {
            Collect(binding.Input.Descriptor, _sent);
            if (!binding.IsDownload) Collect(binding.Rpc.OutputType, answered);
        }

        _names = _sent.Concat(answered).Cast<DescriptorBase>().Concat(_sent.Concat(answered).SelectMany(EnumsOf)).Distinct()
            .GroupBy(ShortName)
            .SelectMany(group => group.Select(type => (type.FullName, Name: group.Count() == 1 ? group.Key : ServiceOf(type) + group.Key)))
            .ToDictionary(pair => pair.FullName, pair => pair.Name, StringComparer.Ordinal);
    }

    /// <summary>All that was referred to.</summary>
    public JsonObject Schemas => new(_schemas.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    public static JsonObject Reference(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    /// <summary>The schema of a whole message; what the path carries is left out of a body.</summary>
    public JsonObject Of(MessageDescriptor message, IReadOnlyCollection<FieldDescriptor> without)
    {
        var kind = ValueKinds.Of(message);
        if (kind != ValueKind.Message) return FieldSchema.Of(kind);
        // Another path that carries other fields leaves another body.
        if (_schemas.TryGetValue(_names[message.FullName], out var known) && without.Any(field => known?["properties"]?[field.JsonName] is not null)) return Write(message, without);
        return Refer(message, () => Write(message, without));
    }

    /// <summary>The schema of a field, or of one value of it.</summary>
    public JsonObject Of(FieldDescriptor field)
    {
        var isSent = _sent.Contains(field.ContainingType);
        var comment = _comments.Of(field.FullName);
        if (field.IsMap)
        {
            var values = new JsonObject { ["type"] = "object", ["additionalProperties"] = Value(field.MessageType.FindFieldByNumber(2)) };
            return FieldSchema.Explain(values, comment, isSent);
        }

        if (!field.IsRepeated) return FieldSchema.Explain(Value(field), comment, isSent);
        return FieldSchema.Explain(new JsonObject { ["type"] = "array", ["items"] = FieldSchema.Explain(Value(field), "", isSent) }, comment, isSent);
    }

    private JsonObject Value(FieldDescriptor field) => ValueKinds.Of(field) switch
    {
        ValueKind.Enum => Refer(field.EnumType, () => Write(field.EnumType)),
        ValueKind.Message => Refer(field.MessageType, () => Write(field.MessageType, [])),
        var kind => FieldSchema.Of(kind),
    };

    // The place is taken before it is written, for a message that holds itself.
    private JsonObject Refer(DescriptorBase type, Func<JsonObject> write)
    {
        var name = _names[type.FullName];
        if (_schemas.TryAdd(name, null)) _schemas[name] = write();
        return Reference(name);
    }

    private JsonObject Write(MessageDescriptor message, IReadOnlyCollection<FieldDescriptor> without)
    {
        var fields = message.Fields.InDeclarationOrder().Except(without).ToList();
        var schema = new JsonObject { ["type"] = "object" };
        if (_comments.Of(message.FullName) is { Length: > 0 } comment) schema["description"] = comment;
        schema["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.JsonName, (JsonNode?)Of(field))));
        // What is answered has every field that can be told from nothing; what is sent has those that the protos require, and may have no other.
        var isSent = _sent.Contains(message);
        if (isSent) schema["additionalProperties"] = false;
        if (fields.Where(field => isSent ? IsRequired(field) : !field.HasPresence).Select(field => (JsonNode)field.JsonName).ToArray() is { Length: > 0 } required) schema["required"] = new JsonArray(required);
        return schema;
    }

    /// <summary>Whether a call is refused without the field.</summary>
    public static bool IsRequired(FieldDescriptor field) => field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.Required) == true;

    private JsonObject Write(EnumDescriptor type)
    {
        var values = type.Values.Select(value => (value.Name, Comment: _comments.Of(type, value))).ToList();
        return new JsonObject
        {
            ["type"] = "string",
            ["description"] = string.Join("\n", [_comments.Of(type.FullName), "", .. values.Where(value => value.Comment.Length > 0).Select(value => $"- `{value.Name}`: {value.Comment}")]),
            ["enum"] = new JsonArray([.. values.Select(value => (JsonNode)value.Name)]),
        };
    }

    private static void Collect(MessageDescriptor message, HashSet<MessageDescriptor> into)
    {
        if (ValueKinds.Of(message) != ValueKind.Message || !into.Add(message)) return;
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            var value = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
            if (value.FieldType == FieldType.Message) Collect(value.MessageType, into);
        }
    }

    private static IEnumerable<EnumDescriptor> EnumsOf(MessageDescriptor message) => message.Fields.InDeclarationOrder()
        .Select(field => field.IsMap ? field.MessageType.FindFieldByNumber(2) : field)
        .Where(field => field.FieldType == FieldType.Enum)
        .Select(field => field.EnumType);

    // Nested ones are called after what they are in: Job.Status becomes JobStatus.
    private static string ShortName(DescriptorBase type) => type.FullName[(type.File.Package.Length + 1)..].Replace(".", "", StringComparison.Ordinal);

    private static string ServiceOf(DescriptorBase type)
    {
        var service = type.File.Package.Split('.')[1];
        return char.ToUpperInvariant(service[0]) + service[1..];
    }
}
