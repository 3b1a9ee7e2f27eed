using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Gateway.OpenApi;

/// <summary>The comments of the protos, by the full name of what they stand above.</summary>
internal sealed class ProtoComments
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private ProtoComments()
    {
    }

    /// <summary>Those that the build kept beside the generated code.</summary>
    public static ProtoComments In(Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream("protos.pb") ?? throw new InvalidOperationException($"{assembly} was built without its protos' comments.");
        var comments = new ProtoComments();
        foreach (var file in FileDescriptorSet.Parser.ParseFrom(stream).File) comments.Read(file);
        return comments;
    }

    /// <summary>The text above something; empty where nothing is written.</summary>
    public string Of(string fullName) => _texts.GetValueOrDefault(fullName, "");

    /// <summary>The text above a value of an enum.</summary>
    public string Of(EnumDescriptor descriptor, EnumValueDescriptor value) => Of($"{descriptor.FullName}.{value.Name}");

    // A location is found by the numbers of the fields of FileDescriptorProto that lead to it.
    private void Read(FileDescriptorProto file)
    {
        foreach (var location in file.SourceCodeInfo.Location.Where(location => location.HasLeadingComments))
        {
            var name = file.Package;
            IMessage at = file;
            for (var i = 0; i + 1 < location.Path.Count && name is not null; i += 2)
            {
                (at, var step) = Enter(at, location.Path[i], location.Path[i + 1]);
                name = step is null ? null : $"{name}.{step}";
            }

            if (name is not null && location.Path.Count % 2 == 0) _texts[name] = Flow(location.LeadingComments);
        }
    }

    private static (IMessage At, string? Name) Enter(IMessage at, int field, int index) => (at, field) switch
    {
        (FileDescriptorProto file, 4) => (file.MessageType[index], file.MessageType[index].Name),
        (FileDescriptorProto file, 5) => (file.EnumType[index], file.EnumType[index].Name),
        (FileDescriptorProto file, 6) => (file.Service[index], file.Service[index].Name),
        (ServiceDescriptorProto service, 2) => (service.Method[index], service.Method[index].Name),
        (DescriptorProto message, 2) => (message.Field[index], message.Field[index].Name),
        (DescriptorProto message, 3) => (message.NestedType[index], message.NestedType[index].Name),
        (DescriptorProto message, 4) => (message.EnumType[index], message.EnumType[index].Name),
        (EnumDescriptorProto values, 2) => (values.Value[index], values.Value[index].Name),
        _ => (at, null),
    };

    // Lines are broken for the source; only an empty one ends a paragraph.
    private static string Flow(string comment) => string.Join("\n\n", comment
        .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(paragraph => string.Join(' ', paragraph.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))));
}
