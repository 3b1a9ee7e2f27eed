using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace FactoryFlow.Platform.Tests.Auth;

/// <summary>A call as an interceptor sees it, without a server around it.</summary>
internal sealed class FakeCall : ServerCallContext
{
    private readonly string _method;

    public FakeCall(string method, params (string Name, string Value)[] headers)
    {
        _method = method;
        foreach (var (name, value) in headers) Http.Request.Headers.Append(name, value);
        // Where gRPC's own test contexts keep it.
        UserState["__HttpContext"] = Http;
    }

    public DefaultHttpContext Http { get; } = new();

    public DateTime EndsAt { get; init; } = DateTime.MaxValue;

    public CancellationToken Cancellation { get; init; }

    protected override string MethodCore => _method;

    protected override string HostCore => "localhost";

    protected override string PeerCore => "ipv4:127.0.0.1:1";

    protected override DateTime DeadlineCore => EndsAt;

    protected override Metadata RequestHeadersCore => throw new NotSupportedException("The hot path reads the HTTP headers and copies none.");

    protected override CancellationToken CancellationTokenCore => Cancellation;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => throw new NotSupportedException();

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
