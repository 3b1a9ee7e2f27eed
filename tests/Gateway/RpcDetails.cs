using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace FactoryFlow.Gateway.Tests;

/// <summary>What a refused gRPC call says beside its status.</summary>
internal static class RpcDetails
{
    /// <summary>The reason of its ErrorInfo; null where there is none.</summary>
    public static string? Reason(this RpcException refused) => refused.Detail<ErrorInfo>()?.Type;

    /// <summary>A detail of a kind; null where there is none.</summary>
    public static T? Detail<T>(this RpcException refused)
        where T : class, IMessage, new() => refused.Trailers.GetValueBytes("grpc-status-details-bin") is { } bytes
        ? Google.Rpc.Status.Parser.ParseFrom(bytes).Details.Where(detail => detail.Is(new T().Descriptor)).Select(detail => detail.Unpack<T>()).SingleOrDefault()
        : null;
}
