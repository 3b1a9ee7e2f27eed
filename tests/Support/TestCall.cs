using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace FactoryFlow.Testing;

/// <summary>A call as a slice sees it, without a wire under it: a caller, an idempotency key, headers and trailers.</summary>
public sealed class TestCall : ServerCallContext
{
    /// <summary>An RPC that honours idempotency keys; which one does not matter.</summary>
    public const string Repeatable = "/factoryflow.production.v1.WorkerService/CreateWorker";

    private readonly Metadata _trailers = [];
    private readonly Dictionary<object, object> _state = [];
    private readonly CancellationToken _cancellation;
    private readonly string _method;

    private TestCall(Caller? caller, string? key, string method, CancellationToken? cancellation, string scope = Scopes.All)
    {
        (_method, _cancellation) = (method, cancellation ?? Limit.Soon());
        var http = new DefaultHttpContext();
        if (key is not null) http.Request.Headers["idempotency-key"] = key;
        http.Request.Headers["x-request-id"] = "request-of-a-test";
        // Where Grpc.AspNetCore looks for it.
        _state["__HttpContext"] = http;
        if (caller is not null) this.SetCaller(caller, scope);
    }

    /// <summary>A call of one of a tenant's staff.</summary>
    public static TestCall Of(Guid tenant, string? key = null, Guid? user = null, string method = Repeatable, CancellationToken? cancellation = null, string scope = Scopes.All) =>
        new(new Caller { Subject = user ?? tenant, TenantId = tenant, Kind = Access.Types.Kind.Staff, SessionId = Guid.Empty }, key, method, cancellation, scope);

    /// <summary>A call of somebody in particular.</summary>
    public static TestCall By(Caller caller, string? key = null, string method = Repeatable, string scope = Scopes.All) => new(caller, key, method, null, scope);

    /// <summary>A call of the platform's administrator.</summary>
    public static TestCall OfAdministrator(string? key = null) =>
        new(new Caller { Subject = Guid.AllBitsSet, TenantId = Guid.Empty, Kind = Access.Types.Kind.Platform, SessionId = Guid.Empty }, key, Repeatable, null);

    /// <summary>A call of nobody known.</summary>
    public static TestCall Anonymous() => new(null, null, Repeatable, null);

    /// <summary>The same call, as one that something brought about.</summary>
    public TestCall Because(string? cause)
    {
        this.GetHttpContext().Request.Headers["x-caused-by"] = cause;
        return this;
    }

    /// <summary>Whether the answer was the first one again.</summary>
    public bool IsReplay => _trailers.GetValue("idempotency-replayed") == "true";

    /// <inheritdoc />
    protected override string MethodCore => _method;

    /// <inheritdoc />
    protected override string HostCore => "localhost";

    /// <inheritdoc />
    protected override string PeerCore => "ipv4:127.0.0.1:1";

    /// <inheritdoc />
    protected override DateTime DeadlineCore => DateTime.MaxValue;

    /// <inheritdoc />
    protected override Metadata RequestHeadersCore { get; } = [];

    /// <inheritdoc />
    protected override CancellationToken CancellationTokenCore => _cancellation;

    /// <inheritdoc />
    protected override Metadata ResponseTrailersCore => _trailers;

    /// <inheritdoc />
    protected override Status StatusCore { get; set; }

    /// <inheritdoc />
    protected override WriteOptions? WriteOptionsCore { get; set; }

    /// <inheritdoc />
    protected override AuthContext AuthContextCore => new(null, []);

    /// <inheritdoc />
    protected override IDictionary<object, object> UserStateCore => _state;

    /// <inheritdoc />
    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
