using System.Reflection;
using FactoryFlow.Events;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Platform.Hosting;

/// <summary>The descriptors of every proto that the product has.</summary>
public static class Descriptors
{
    /// <summary>The files: the generated reflection classes of the protos project, each with a static Descriptor.</summary>
    public static IReadOnlyList<FileDescriptor> Files { get; } =
    [
        .. typeof(IFact).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: true, IsSealed: true } && t.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(t => t.GetProperty("Descriptor", BindingFlags.Static | BindingFlags.Public)?.GetValue(null))
            .OfType<FileDescriptor>().OrderBy(f => f.Name, StringComparer.Ordinal),
    ];
}
