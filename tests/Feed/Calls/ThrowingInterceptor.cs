using Grpc.Core;
using Grpc.Core.Interceptors;

namespace FactoryFlow.Feed.Tests.Calls;

/// <summary>Throws what no caller should learn about.</summary>
internal sealed class ThrowingInterceptor : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        throw new InvalidOperationException("a secret");
}
