using System.Reflection;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Gateway.Routes;

/// <summary>The proto files that an assembly was generated from.</summary>
internal static class ApiDescriptors
{
    public static IReadOnlyList<FileDescriptor> Of(Assembly assembly) =>
        [.. assembly.GetTypes()
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property?.PropertyType == typeof(FileDescriptor))
            .Select(property => (FileDescriptor)property!.GetValue(null)!)
            .OrderBy(file => file.Name, StringComparer.Ordinal)];
}
