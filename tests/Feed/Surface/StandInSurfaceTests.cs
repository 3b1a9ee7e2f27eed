using System.Reflection;
using FactoryFlow.Feed.Tests.V1;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using Yarp.ReverseProxy.Configuration;

namespace FactoryFlow.Feed.Tests.Surface;

/// <summary>The packages find in the stand-ins whatever they were compiled against.</summary>
public sealed class StandInSurfaceTests
{
    private static readonly Assembly CoreApi = typeof(Metadata).Assembly;
    private static readonly Assembly NetCommon = typeof(ICompressionProvider).Assembly;
    private static readonly Assembly Hashing = typeof(System.IO.Hashing.XxHash64).Assembly;
    private static readonly Assembly Server = typeof(GrpcServiceOptions).Assembly;
    private static readonly Assembly Client = typeof(GrpcChannel).Assembly;
    private static readonly Assembly Proxy = typeof(RouteConfig).Assembly;
    private static readonly Assembly Generated = typeof(Echo).Assembly;

    public static TheoryData<Assembly, Assembly> Pairs => new()
    {
        { Server, CoreApi }, { Server, NetCommon },
        { Client, CoreApi }, { Client, NetCommon },
        { Generated, CoreApi },
        { Proxy, Hashing },
    };

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void Every_type_and_member_that_a_package_refers_to_exists_with_the_same_signature(Assembly package, Assembly standIn)
    {
        var referenced = Referenced(package, standIn);
        referenced.ShouldNotBeEmpty();
        referenced.Except(Offered(standIn)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void Every_stand_in_has_the_identity_that_a_package_asks_for(Assembly package, Assembly standIn)
    {
        var asked = package.GetReferencedAssemblies().Single(name => name.Name == standIn.GetName().Name);
        standIn.GetName().GetPublicKeyToken().ShouldBe(asked.GetPublicKeyToken());
        standIn.GetName().Version.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(asked.Version.ShouldNotBeNull());
    }

    [Fact]
    public void Every_override_in_the_packages_finds_what_it_overrides() =>
        new[] { Server, Client, Generated }.SelectMany(PublicSurface.OrphanedOverrides).ShouldBeEmpty();

    [Fact]
    public void The_read_surface_is_the_one_that_the_packages_are_known_to_use()
    {
        Referenced(Server, CoreApi).ShouldContain("System.Void Grpc.Core.RpcException..ctor(Grpc.Core.Status)");
        Referenced(Client, NetCommon).ShouldContain("Grpc.Core.ConnectivityState");
        Referenced(Client, CoreApi).ShouldContain("System.Func`2<Grpc.Core.DeserializationContext, !0> Grpc.Core.Marshaller`1.get_ContextualDeserializer()");
        Referenced(Proxy, Hashing).ShouldBe(
            ["System.IO.Hashing.XxHash64", "static System.Byte[] System.IO.Hashing.XxHash64.Hash(System.Byte[])"], ignoreOrder: true);
    }

    [Fact]
    public void A_type_that_a_stand_in_lacks_is_named() =>
        Missing(Client, NetCommon, Planted.Library(NetCommon)).ShouldContain("Grpc.Core.ConnectivityState");

    [Fact]
    public void A_member_that_a_stand_in_has_in_another_shape_is_named()
    {
        var missing = Missing(Proxy, Hashing, Planted.Library(Hashing, "System.IO.Hashing.XxHash64", "Hash", typeof(byte[]), typeof(string)));
        missing.ShouldBe(["static System.Byte[] System.IO.Hashing.XxHash64.Hash(System.Byte[])"]);
    }

    [Fact]
    public void A_member_that_a_stand_in_has_in_the_same_shape_is_not_named() =>
        Missing(Proxy, Hashing, Planted.Library(Hashing, "System.IO.Hashing.XxHash64", "Hash", typeof(byte[]), typeof(byte[]))).ShouldBeEmpty();

    [Fact]
    public void An_override_without_anything_to_override_is_named() =>
        PublicSurface.OrphanedOverrides(Planted.Orphan()).ShouldBe(["Planted.Orphan.ToNothing"]);

    private static IEnumerable<string> Missing(Assembly package, Assembly standIn, Stream planted) =>
        Referenced(package, standIn).Except(PublicSurface.Offered(planted));

    private static IReadOnlySet<string> Referenced(Assembly package, Assembly standIn) =>
        PublicSurface.Referenced(File.OpenRead(package.Location), standIn.GetName().Name!);

    private static IReadOnlySet<string> Offered(Assembly standIn) => PublicSurface.Offered(File.OpenRead(standIn.Location));
}
