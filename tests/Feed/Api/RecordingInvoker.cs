using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Api;

/// <summary>Remembers what it is asked to call, and answers nothing.</summary>
internal sealed class RecordingInvoker : CallInvoker
{
    public List<string> Methods { get; } = [];

    public List<string?> Hosts { get; } = [];

    public List<Metadata?> Headers { get; } = [];

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => Record<TResponse>(method, host, options);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => Record<AsyncUnaryCall<TResponse>>(method, host, options);

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        Record<AsyncServerStreamingCall<TResponse>>(method, host, options);

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        Record<AsyncClientStreamingCall<TRequest, TResponse>>(method, host, options);

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        Record<AsyncDuplexStreamingCall<TRequest, TResponse>>(method, host, options);

    private T Record<T>(IMethod method, string? host, CallOptions options)
        where T : class
    {
        Methods.Add(method.Name);
        Hosts.Add(host);
        Headers.Add(options.Headers);
        return null!;
    }
}
