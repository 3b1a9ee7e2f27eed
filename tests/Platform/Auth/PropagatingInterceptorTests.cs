using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Testing.Tokens;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging.Abstractions;

namespace FactoryFlow.Platform.Tests.Auth;

public sealed class PropagatingInterceptorTests : IDisposable
{
    private const string Anonymous = "/factoryflow.identity.v1.KeyService/GetJsonWebKeySet";
    private static readonly DateTime Deadline = new(2026, 3, 1, 12, 0, 30, DateTimeKind.Utc);

    private readonly CancellationTokenSource _gone = new();
    private readonly Callee _callee = new();

    public void Dispose() => _gone.Dispose();

    [Fact]
    public async Task A_call_hands_on_who_asks_from_where_for_which_request_because_of_what_and_until_when()
    {
        await Serve(client => client.GetJsonWebKeySetAsync(new GetJsonWebKeySetRequest()).ResponseAsync, ("x-forwarded-for", "198.51.100.7"), ("x-caused-by", "sealed"));
        var options = _callee.Seen.ShouldNotBeNull();
        Headers(options).ShouldBe(["authorization: Bearer t", "x-request-id: r-1", "x-forwarded-for: 198.51.100.7", "x-caused-by: sealed"]);
        (options.Deadline, options.CancellationToken).ShouldBe((Deadline, _gone.Token));
    }

    [Fact]
    public async Task Nothing_else_is_handed_on()
    {
        await Serve(client => client.GetJsonWebKeySetAsync(new GetJsonWebKeySetRequest()).ResponseAsync, ("idempotency-key", "k"), ("cookie", "c"));
        Headers(_callee.Seen.ShouldNotBeNull()).ShouldBe(["authorization: Bearer t", "x-request-id: r-1"]);
    }

    [Fact]
    public async Task What_the_code_says_about_a_call_wins()
    {
        using var own = new CancellationTokenSource();
        var headers = new Metadata { { "authorization", "Bearer own" } };
        await Serve(client => client.GetJsonWebKeySetAsync(new GetJsonWebKeySetRequest(), headers, Deadline.AddSeconds(-10), own.Token).ResponseAsync);
        var options = _callee.Seen.ShouldNotBeNull();
        Headers(options).ShouldBe(["authorization: Bearer own", "x-request-id: r-1"]);
        (options.Deadline, options.CancellationToken, headers.Count).ShouldBe((Deadline.AddSeconds(-10), own.Token, 1));
    }

    [Fact]
    public async Task No_call_outlives_the_one_that_caused_it()
    {
        await Serve(client => client.GetJsonWebKeySetAsync(new GetJsonWebKeySetRequest(), deadline: Deadline.AddSeconds(10)).ResponseAsync);
        _callee.Seen.ShouldNotBeNull().Deadline.ShouldBe(Deadline);
    }

    [Fact]
    public async Task Background_work_hands_nothing_on()
    {
        await Client().GetJsonWebKeySetAsync(new GetJsonWebKeySetRequest(), new CallOptions());
        var options = _callee.Seen.ShouldNotBeNull();
        (options.Headers, options.Deadline).ShouldBe((null, null));
    }

    [Fact]
    public async Task What_a_call_handed_on_ends_with_it()
    {
        await Serve(_ => Task.FromResult(new JsonWebKeySet()));
        await Client().GetJsonWebKeySetAsync(new GetJsonWebKeySetRequest(), new CallOptions());
        _callee.Seen.ShouldNotBeNull().Headers.ShouldBeNull();
    }

    private KeyService.KeyServiceClient Client() => new(_callee.Intercept(new PropagatingInterceptor()));

    private Task<JsonWebKeySet> Serve(Func<KeyService.KeyServiceClient, Task<JsonWebKeySet>> slice, params (string, string)[] more)
    {
        var tokens = new BearerTokens(new JwtVerifier(new Forge(), TimeProvider.System), TimeProvider.System);
        var access = new AccessInterceptor(RpcAccess.OfAllProtos, tokens, NullLogger<AccessInterceptor>.Instance);
        (string, string)[] headers = [("authorization", "Bearer t"), ("x-request-id", "r-1"), .. more];
        var call = new FakeCall(Anonymous, headers) { EndsAt = Deadline, Cancellation = _gone.Token };
        return access.UnaryServerHandler(new GetJsonWebKeySetRequest(), call, (_, _) => slice(Client()));
    }

    private static IEnumerable<string> Headers(CallOptions options) => options.Headers!.Select(h => $"{h.Key}: {h.Value}");

    private sealed class Callee : CallInvoker
    {
        public CallOptions? Seen { get; private set; }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            Seen = options;
            var answer = Task.FromResult((TResponse)(object)new JsonWebKeySet());
            return new AsyncUnaryCall<TResponse>(answer, Task.FromResult<Metadata>([]), () => Status.DefaultSuccess, () => [], () => { });
        }

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            throw new NotSupportedException();

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();
    }
}
