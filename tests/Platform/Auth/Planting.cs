using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Platform.Tests.Auth;

/// <summary>One RPC whose options a test decides.</summary>
internal static class Planting
{
    public const string Path = "/planted.v1.PlantedService/Plant";

    /// <summary>The rules of a file with that RPC alone; without any options when there is no access.</summary>
    public static RpcAccess Access(Access? access)
    {
        var method = new MethodDescriptorProto { Name = "Plant", InputType = ".planted.v1.Seed", OutputType = ".planted.v1.Seed" };
        if (access is not null) (method.Options = new MethodOptions()).SetExtension(OptionsExtensions.Access, access);
        var file = new FileDescriptorProto
        {
            Name = "planted.proto",
            Package = "planted.v1",
            Syntax = "proto3",
            MessageType = { new DescriptorProto { Name = "Seed" } },
            Service = { new ServiceDescriptorProto { Name = "PlantedService", Method = { method } } },
        };
        return RpcAccess.Of(FileDescriptor.BuildFromByteStrings([file.ToByteString()], new ExtensionRegistry { OptionsExtensions.Access, OptionsExtensions.IdempotencyKey }));
    }
}
