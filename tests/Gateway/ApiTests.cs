using FactoryFlow.Gateway.Api;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using Google.Api;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Gateway.Tests;

/// <summary>The real protos.</summary>
public sealed class ApiTests
{
    private static readonly IReadOnlyList<FileDescriptor> Files = [.. RpcAccess.DescriptorsIn(typeof(OptionsReflection).Assembly)];
    private static readonly RouteTable Table = RouteTable.Of(Files);

    private static IEnumerable<MethodDescriptor> Rpcs => Files
        .Where(file => file.Package.StartsWith("factoryflow.", StringComparison.Ordinal))
        .SelectMany(file => file.Services)
        .SelectMany(service => service.Methods);

    [Fact]
    public void Every_rpc_is_either_internal_or_bound_to_http()
    {
        var either = Rpcs.Where(rpc => (rpc.GetOptions()?.GetExtension(OptionsExtensions.Access)?.Internal == true)
            == (rpc.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not null));
        either.Select(rpc => rpc.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void Every_public_rpc_has_a_route_for_json_and_one_for_grpc()
    {
        var routed = Table.Bindings.Select(binding => binding.Rpc.FullName).Distinct().Order();
        var grpc = Table.Routes.Where(route => Table.BindingOf(route) is null).Select(route => route.RouteId).Order();
        routed.ShouldNotBeEmpty();
        grpc.ShouldBe(routed);
    }

    [Fact]
    public void No_internal_rpc_has_a_route() =>
        Table.Routes.ShouldAllBe(route => !route.RouteId.Contains("OwnerService", StringComparison.Ordinal));

    [Fact]
    public void Services_are_served_by_the_process_of_their_package() =>
        Table.Clusters.ShouldBeSubsetOf(["identity", "ledger", "production", "tenancy", "workflow"]);

    [Fact]
    public void Two_rpcs_that_answer_the_same_requests_are_found_at_start() =>
        Should.Throw<InvalidOperationException>(() => RouteTable.Of([FactoryFlow.Trial.V1.TrialServiceReflection.Descriptor, FactoryFlow.Trial.V1.TrialServiceReflection.Descriptor]));
}
