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
        var method = new Method<byte[], byte[]>(MethodType.Unary, rpc.Descriptor.Service.FullName, rpc.Descriptor.Name, Bytes, Bytes);
        var headers = new Metadata { { "idempotency-key", Guid.NewGuid().ToString() } };
        if (token is not null) headers.Add("authorization", "Bearer " + token);
        try
        {
            using var call = channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(headers, DateTime.UtcNow.AddSeconds(30)), request?.ToByteArray() ?? []);
            await call.ResponseAsync;
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }
}
