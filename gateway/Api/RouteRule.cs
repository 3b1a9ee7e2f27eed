using FactoryFlow.Options.V1;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Gateway.Api;

/// <summary>What the front door must know of the RPC behind a route.</summary>
/// <param name="IsAnonymous">Whether it takes calls without a token.</param>
/// <param name="IsJson">Whether the route is an HTTP binding rather than gRPC's own.</param>
/// <param name="IsStream">Whether it lasts for as long as the client likes.</param>
internal sealed record RouteRule(bool IsAnonymous, bool IsJson, bool IsStream)
{
    // An RPC that says nothing about its callers takes none without a token.
    public static RouteRule Of(MethodDescriptor rpc, bool isJson) =>
        new(rpc.GetOptions()?.GetExtension(OptionsExtensions.Access)?.Anonymous == true, isJson, rpc.IsClientStreaming || rpc.IsServerStreaming);
}
