using System.Collections.Concurrent;
using FactoryFlow.Options.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Platform.Data;

/// <summary>Leaves out of a message what its proto marks as secret, before any trace of it is kept.</summary>
internal static class SecretFields
{
    private static readonly ConcurrentDictionary<MessageDescriptor, bool> Known = new();

    /// <summary>The message itself when it can hold no secret; else a copy without them.</summary>
    public static IMessage LeftOut(IMessage message)
    {
        if (!HoldsSecrets(message.Descriptor)) return message;
        var copy = message.Descriptor.Parser.ParseFrom(message.ToByteArray());
        Clear(copy);
        return copy;
    }

    private static bool HoldsSecrets(MessageDescriptor type) => Known.GetOrAdd(type, static t => Search(t, []));

    private static bool Search(MessageDescriptor type, HashSet<MessageDescriptor> seen) => seen.Add(type)
        && type.Fields.InDeclarationOrder().Any(f => IsSecret(f) || (f.FieldType == FieldType.Message && Search(f.MessageType, seen)));

    private static bool IsSecret(FieldDescriptor field) => field.GetOptions()?.GetExtension(OptionsExtensions.Secret) == true;

    private static void Clear(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (IsSecret(field)) field.Accessor.Clear(message);
            else if (field is { FieldType: FieldType.Message, IsRepeated: false } && field.Accessor.GetValue(message) is IMessage inner) Clear(inner);
            else if (field is { FieldType: FieldType.Message, IsRepeated: true, IsMap: false })
                foreach (IMessage item in (System.Collections.IEnumerable)field.Accessor.GetValue(message)) Clear(item);
        }
    }
}
