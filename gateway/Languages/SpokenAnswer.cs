using System.Collections;
using FactoryFlow.Options.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Gateway.Languages;

/// <summary>Says in the language of a call what its answer says to people: the fields that their proto marks with <c>for_people</c>.</summary>
internal static class SpokenAnswer
{
    /// <summary>Whether answers of this type say anything to people.</summary>
    public static bool Is(MessageDescriptor answer) => Speaks(answer, []);

    /// <summary>Puts what the catalogue knows into the catalogue's language; anything else stays in English.</summary>
    public static void Say(IMessage answer, Catalogue catalogue)
    {
        foreach (var field in answer.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(answer);
            if (IsForPeople(field)) field.Accessor.SetValue(answer, catalogue.Phrase((string)value) ?? value);
            else if (value is IMessage message) Say(message, catalogue);
            else if (field.IsRepeated && !field.IsMap && field.FieldType == FieldType.Message)
                foreach (IMessage one in (IList)value) Say(one, catalogue);
        }
    }

    private static bool Speaks(MessageDescriptor message, HashSet<MessageDescriptor> seen) => seen.Add(message)
        && message.Fields.InDeclarationOrder().Any(field => IsForPeople(field) || (field.FieldType == FieldType.Message && !field.IsMap && Speaks(field.MessageType, seen)));

    private static bool IsForPeople(FieldDescriptor field) => field.GetOptions()?.GetExtension(OptionsExtensions.ForPeople) == true;
}
