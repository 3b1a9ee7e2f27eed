using FactoryFlow.Platform.Hosting;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace FactoryFlow.Platform.Auth;

/// <summary>
/// Stands before every call to another service: the callee sees the same caller, address and request id as we do, and no call outlives the
/// one that caused it. What the code says about a call itself wins; background work, which serves no call, hands nothing on.
/// </summary>
public sealed class PropagatingInterceptor : Interceptor
{
    /// <inheritdoc />
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Enriched(context));

    /// <inheritdoc />
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Enriched(context));

    /// <inheritdoc />
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Enriched(context));

    /// <inheritdoc />
    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(Enriched(context));

    /// <inheritdoc />
    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(Enriched(context));

    private static ClientInterceptorContext<TRequest, TResponse> Enriched<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class =>
        CallOrigin.Current is { } origin
            ? new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, Enriched(context.Options, origin))
            : context;

    internal static CallOptions Enriched(CallOptions options, CallOrigin origin)
    {
        // Copied, since the same headers may be sent with several calls.
        var headers = new Metadata();
        foreach (var header in options.Headers ?? []) headers.Add(header);
        AddMissing(headers, CallOrigin.AuthorizationHeader, origin.Authorization);
        AddMissing(headers, Headers.RequestId, origin.RequestId);
        AddMissing(headers, Headers.ForwardedFor, origin.RemoteAddress);
        AddMissing(headers, Headers.CausedBy, origin.CausedBy);

        options = options.WithHeaders(headers);
        if (origin.Deadline < (options.Deadline ?? DateTime.MaxValue)) options = options.WithDeadline(origin.Deadline);
        return options.CancellationToken.CanBeCanceled ? options : options.WithCancellationToken(origin.Cancellation);
    }

    private static void AddMissing(Metadata headers, string name, string? value)
    {
        if (value is { Length: > 0 } && headers.Get(name) is null) headers.Add(name, value);
    }
}
