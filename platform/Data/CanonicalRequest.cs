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
    private static readonly ConcurrentDictionary<MessageDescriptor, (bool Maps, bool Secrets)> Known = new();

    public static IMessage Of(IMessage request) => Holds(request.Descriptor) is (false, false) ? request : Arranged(request, keepSecrets: false);

    /// <summary>The same order for an answer, which keeps what is secret: the first one reads as the one that is kept.</summary>
    public static T InOrder<T>(T answer) where T : class, IMessage<T> => Holds(answer.Descriptor).Maps ? (T)Arranged(answer, keepSecrets: true) : answer;

    private static (bool Maps, bool Secrets) Holds(MessageDescriptor type) =>
        Known.GetOrAdd(type, static t => (Search(t, f => f.IsMap, []), Search(t, IsSecret, [])));

    private static bool Search(MessageDescriptor type, Func<FieldDescriptor, bool> isSought, HashSet<MessageDescriptor> seen) => seen.Add(type)
        && type.Fields.InDeclarationOrder().Any(f => isSought(f) || (f.FieldType == FieldType.Message && Search(f.MessageType, isSought, seen)));

    private static IMessage Arranged(IMessage message, bool keepSecrets)
    {
        var copy = message.Descriptor.Parser.ParseFrom(message.ToByteArray());
        Arrange(copy, keepSecrets);
        return copy;
    }

    private static bool IsSecret(FieldDescriptor field) => field.GetOptions()?.GetExtension(OptionsExtensions.Secret) == true;

    private static void Arrange(IMessage message, bool keepSecrets)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (!keepSecrets && IsSecret(field)) field.Accessor.Clear(message);
            else if (field.IsMap) Sort((IDictionary)field.Accessor.GetValue(message), keepSecrets);
            else if (field.FieldType != FieldType.Message) continue;
            else if (field.IsRepeated) ArrangeEach((IEnumerable)field.Accessor.GetValue(message), keepSecrets);
            else if (field.Accessor.GetValue(message) is IMessage inner) Arrange(inner, keepSecrets);
        }
    }

    private static void Sort(IDictionary map, bool keepSecrets)
    {
        var entries = new List<DictionaryEntry>(map.Count);
        foreach (DictionaryEntry entry in map) entries.Add(entry);
        map.Clear();
        foreach (var entry in entries.OrderBy(e => e.Key.ToString(), StringComparer.Ordinal))
        {
            if (entry.Value is IMessage value) Arrange(value, keepSecrets);
            map.Add(entry.Key, entry.Value);
        }
    }

    private static void ArrangeEach(IEnumerable items, bool keepSecrets)
    {
        foreach (var item in items)
            if (item is IMessage message) Arrange(message, keepSecrets);
    }
}
