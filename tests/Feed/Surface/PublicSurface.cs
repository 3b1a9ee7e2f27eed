using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace FactoryFlow.Feed.Tests.Surface;

/// <summary>What one assembly asks of another, and what an assembly offers, as text to compare.</summary>
internal static class PublicSurface
{
    /// <summary>Every type and member of the assembly named <paramref name="target"/> that the given file refers to.</summary>
    public static IReadOnlySet<string> Referenced(Stream file, string target)
    {
        using var image = new PEReader(file);
        var reader = image.GetMetadataReader();
        var types = reader.TypeReferences.Where(type => IsIn(reader, type, target)).ToHashSet();
        var members = reader.MemberReferences.Select(reader.GetMemberReference).Select(member => Name(reader, member, types)).OfType<string>();
        return types.Select(type => SignatureNames.Of(reader, type)).Concat(members).ToHashSet();
    }

    /// <summary>Every type and member of the given file that another assembly can use or override.</summary>
    public static IReadOnlySet<string> Offered(Stream file)
    {
        using var image = new PEReader(file);
        var reader = image.GetMetadataReader();
        return reader.TypeDefinitions.Where(type => IsVisible(reader, type)).SelectMany(type => Offered(reader, type)).ToHashSet();
    }

    /// <summary>The methods of an assembly that override something which no base class has.</summary>
    public static IEnumerable<string> OrphanedOverrides(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where method.IsVirtual && !method.Attributes.HasFlag(MethodAttributes.NewSlot) && method.GetBaseDefinition() == method
        select $"{type.FullName}.{method.Name}";

    private static IEnumerable<string> Offered(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = SignatureNames.Of(reader, handle);
        var methods = from method in type.GetMethods().Select(reader.GetMethodDefinition)
                      where IsVisible((int)(method.Attributes & MethodAttributes.MemberAccessMask))
                      select SignatureNames.Of(name, reader.GetString(method.Name), method.DecodeSignature(SignatureNames.Instance, null));
        var fields = from field in type.GetFields().Select(reader.GetFieldDefinition)
                     where IsVisible((int)(field.Attributes & FieldAttributes.FieldAccessMask))
                     select SignatureNames.Of(name, reader.GetString(field.Name), field.DecodeSignature(SignatureNames.Instance, null));
        return [name, .. methods, .. fields];
    }

    private static string? Name(MetadataReader reader, MemberReference member, HashSet<TypeReferenceHandle> types)
    {
        if (DeclaringType(reader, member.Parent) is not { } handle || !types.Contains(handle))
            return null;
        var type = SignatureNames.Of(reader, handle);
        var name = reader.GetString(member.Name);
        return member.GetKind() == MemberReferenceKind.Method
            ? SignatureNames.Of(type, name, member.DecodeMethodSignature(SignatureNames.Instance, null))
            : SignatureNames.Of(type, name, member.DecodeFieldSignature(SignatureNames.Instance, null));
    }

    private static TypeReferenceHandle? DeclaringType(MetadataReader reader, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference)
            return (TypeReferenceHandle)parent;
        if (parent.Kind != HandleKind.TypeSpecification)
            return null;
        // A member of a generic type: its signature begins with "generic instance of class or value type", then the type.
        var signature = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;
        signature.ReadCompressedInteger();
        return signature.ReadTypeHandle() is { Kind: HandleKind.TypeReference } type ? (TypeReferenceHandle)type : null;
    }

    private static bool IsIn(MetadataReader reader, TypeReferenceHandle handle, string target)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsIn(reader, (TypeReferenceHandle)scope, target),
            HandleKind.AssemblyReference => reader.StringComparer.Equals(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name, target),
            _ => false,
        };
    }

    private static bool IsVisible(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(reader, type.GetDeclaringType()),
            _ => false,
        };
    }

    // Methods and fields number their visibilities alike.
    private static bool IsVisible(int access) =>
        access is (int)MethodAttributes.Public or (int)MethodAttributes.Family or (int)MethodAttributes.FamORAssem;
}
