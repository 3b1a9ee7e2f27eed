using Google.Protobuf;
using Grpc.Core;

namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>Calls any RPC over gRPC, by its descriptor alone.</summary>
internal static class GrpcCalls
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    /// <summary>How a call ends.</summary>
    public static async Task<StatusCode> Call(ChannelBase channel, Rpc rpc, string? token, IMessage? request = null)
    {
        var type = rpc.Descriptor.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
        var method = new Method<byte[], byte[]>(type, rpc.Descriptor.Service.FullName, rpc.Descriptor.Name, Bytes, Bytes);
        var headers = new Metadata { { "idempotency-key", Guid.NewGuid().ToString() } };
        if (token is not null) headers.Add("authorization", "Bearer " + token);
        try
        {
            var (invoker, options, bytes) = (channel.CreateCallInvoker(), new CallOptions(headers, DateTime.UtcNow.AddSeconds(30)), request?.ToByteArray() ?? []);
            if (type == MethodType.Unary) await invoker.AsyncUnaryCall(method, null, options, bytes);
            else await foreach (var _ in invoker.AsyncServerStreamingCall(method, null, options, bytes).ResponseStream.ReadAllAsync()) continue;
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }
}
