using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace FactoryFlow.Feed.Tests.Calls;

/// <summary>Fails calls on the server: unary ones with details, streams after their last message.</summary>
internal sealed class FailingInterceptor(Google.Rpc.Status? details = null) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var trailers = new Metadata { { "grpc-status-details-bin", details.ToByteArray() } };
        throw new RpcException(new Status((StatusCode)details!.Code, details.Message), trailers);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await continuation(request, responseStream, context);
        throw new RpcException(new Status(StatusCode.DataLoss, "after the last message"));
    }
}
