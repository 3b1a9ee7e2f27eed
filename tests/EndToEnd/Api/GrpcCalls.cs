using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>Calls any RPC over gRPC, by its descriptor alone.</summary>
internal static class GrpcCalls
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    /// <summary>How a call ends.</summary>
    public static async Task<StatusCode> Call(ChannelBase channel, Rpc rpc, string? token, IMessage? request = null) => (await Ask(channel, rpc, token, request)).Status;

    /// <summary>What a call is answered; nothing of a stream.</summary>
    public static async Task<GrpcAnswer> Ask(ChannelBase channel, Rpc rpc, string? token, IMessage? request = null)
    {
        var type = rpc.Descriptor.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
        var method = new Method<byte[], byte[]>(type, rpc.Descriptor.Service.FullName, rpc.Descriptor.Name, Bytes, Bytes);
        var headers = new Metadata { { "idempotency-key", Guid.NewGuid().ToString() } };
        if (token is not null) headers.Add("authorization", "Bearer " + token);
        try
        {
            var (invoker, options, bytes) = (channel.CreateCallInvoker(), new CallOptions(headers, DateTime.UtcNow.AddSeconds(30)), request?.ToByteArray() ?? []);
            if (type == MethodType.Unary) return new GrpcAnswer(StatusCode.OK, await invoker.AsyncUnaryCall(method, null, options, bytes), "", []);
            await foreach (var _ in invoker.AsyncServerStreamingCall(method, null, options, bytes).ResponseStream.ReadAllAsync()) continue;
            return new GrpcAnswer(StatusCode.OK, [], "", []);
        }
        catch (RpcException refused)
        {
            var details = refused.Trailers.GetValueBytes("grpc-status-details-bin") is { } bytes ? Google.Rpc.Status.Parser.ParseFrom(bytes).Details : [];
            // The first field of ErrorInfo was called `type` when the package that restores was made; on the wire it is the reason.
            var reason = details.FirstOrDefault(d => d.Is(ErrorInfo.Descriptor))?.Unpack<ErrorInfo>().Type ?? "";
            var fields = details.FirstOrDefault(d => d.Is(BadRequest.Descriptor))?.Unpack<BadRequest>().FieldViolations.Select(v => v.Field) ?? [];
            return new GrpcAnswer(refused.StatusCode, [], reason, [.. fields]);
        }
    }
}

/// <summary>What a call was answered over gRPC.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Bytes">The answer.</param>
/// <param name="Reason">The exact reason of a refusal; empty when there is none.</param>
/// <param name="Fields">The fields that a refusal names.</param>
internal sealed record GrpcAnswer(StatusCode Status, byte[] Bytes, string Reason, IReadOnlyList<string> Fields)
{
    public bool IsFine => Status == StatusCode.OK;

    public override string ToString() => $"{Status} {Reason} {string.Join(", ", Fields)}";
}
