using System.Collections;
using System.Collections.Concurrent;
using FactoryFlow.Options.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Platform.Data;

/// <summary>
/// What two requests that say the same have in common, byte for byte. Map entries stand in the order of their keys, since neither
/// JSON nor protobuf promises one. What the proto marks as secret is left out: no trace of it may be kept.
/// </summary>
internal static class CanonicalRequest
{
    private static readonly ConcurrentDictionary<MessageDescriptor, bool> Known = new();

    public static IMessage Of(IMessage request)
    {
        if (!NeedsWork(request.Descriptor)) return request;
        var copy = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        Arrange(copy);
        return copy;
    }

    private static bool NeedsWork(MessageDescriptor type) => Known.GetOrAdd(type, static t => Search(t, []));

    private static bool Search(MessageDescriptor type, HashSet<MessageDescriptor> seen) => seen.Add(type)
        && type.Fields.InDeclarationOrder().Any(f => f.IsMap || IsSecret(f) || (f.FieldType == FieldType.Message && Search(f.MessageType, seen)));

    private static bool IsSecret(FieldDescriptor field) => field.GetOptions()?.GetExtension(OptionsExtensions.Secret) == true;

    private static void Arrange(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (IsSecret(field)) field.Accessor.Clear(message);
            else if (field.IsMap) Sort((IDictionary)field.Accessor.GetValue(message));
            else if (field.FieldType != FieldType.Message) continue;
            else if (field.IsRepeated) ArrangeEach((IEnumerable)field.Accessor.GetValue(message));
            else if (field.Accessor.GetValue(message) is IMessage inner) Arrange(inner);
        }
    }

    private static void Sort(IDictionary map)
    {
        var entries = new List<DictionaryEntry>(map.Count);
        foreach (DictionaryEntry entry in map) entries.Add(entry);
        map.Clear();
        foreach (var entry in entries.OrderBy(e => e.Key.ToString(), StringComparer.Ordinal))
        {
            if (entry.Value is IMessage value) Arrange(value);
            map.Add(entry.Key, entry.Value);
        }
    }

    private static void ArrangeEach(IEnumerable items)
    {
        foreach (var item in items)
            if (item is IMessage message) Arrange(message);
    }
}
