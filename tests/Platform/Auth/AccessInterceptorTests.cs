using System.Text.Json.Nodes;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing.Tokens;
using Microsoft.Extensions.Logging.Abstractions;

namespace FactoryFlow.Platform.Tests.Auth;

public sealed class AccessInterceptorTests : IDisposable
{
    private const string Open = "/factoryflow.identity.v1.KeyService/GetJsonWebKeySet";
    private const string ForStaff = "/factoryflow.production.v1.JobService/ListJobs";
    private const string ForPlatform = "/factoryflow.tenancy.v1.TenantService/CreateTenant";
    private const string Pay = "/factoryflow.ledger.v1.PaymentService/CreatePayment";

    private readonly Forge _forge = new();
    private readonly TestClock _clock = new();
    private readonly AccessInterceptor _access;

    public AccessInterceptorTests() =>
        _access = new AccessInterceptor(RpcAccess.OfAllProtos, new BearerTokens(new JwtVerifier(_forge, _clock), _clock), NullLogger<AccessInterceptor>.Instance);

    public void Dispose() => _forge.Dispose();

    [Fact]
    public async Task A_caller_who_may_is_named_to_the_slice()
    {
        var caller = await Call(ForStaff, Bearer("jobs:read:all"));
        caller.ShouldNotBeNull().TenantId.ShouldBe(Forge.Tenant);
    }

    [Fact]
    public async Task An_anonymous_RPC_has_no_caller_even_when_a_token_is_sent() => (await Call(Open, Bearer("*:*:*"))).ShouldBeNull();

    [Fact]
    public async Task An_anonymous_RPC_does_not_mind_a_broken_token() => (await Call(Open, ("authorization", "Bearer broken"))).ShouldBeNull();

    [Fact]
    public void Asking_an_anonymous_call_for_its_caller_is_a_fault() => Should.Throw<InvalidOperationException>(() => new FakeCall(Open).Caller());

    [Fact]
    public Task No_token_is_TOKEN_MISSING() => Refused("TOKEN_MISSING", ForStaff);

    [Fact]
    public Task A_forged_token_is_TOKEN_INVALID() => Refused("TOKEN_INVALID", ForStaff, ("authorization", "Bearer " + _forge.Token(sign: _ => new byte[64])));

    [Fact]
    public async Task An_old_token_is_TOKEN_EXPIRED()
    {
        var bearer = Bearer("jobs:read:all");
        _clock.Now = Forge.Noon.AddHours(1);
        await Refused("TOKEN_EXPIRED", ForStaff, bearer);
    }

    [Fact]
    public async Task Without_keys_the_call_is_UNAVAILABLE_and_not_refused_for_good()
    {
        var access = new AccessInterceptor(RpcAccess.OfAllProtos, new BearerTokens(new JwtVerifier(new NoKeys(), _clock), _clock), NullLogger<AccessInterceptor>.Instance);
        (await Should.ThrowAsync<Refusal>(() => Call(access, ForStaff, Bearer("jobs:read:all")))).Reason.Name.ShouldBe("UNAVAILABLE");
    }

    [Fact]
    public Task The_wrong_kind_of_caller_is_refused_before_the_permission_is_asked() => Refused("CALLER_KIND_REFUSED", ForPlatform, Bearer("jobs:read:all"));

    [Fact]
    public Task The_platforms_people_are_no_staff() => Refused("CALLER_KIND_REFUSED", ForStaff, ("authorization", "Bearer " + _forge.Token(claims =>
    {
        claims["kind"] = "PLATFORM";
        claims.Remove("tid");
    })));

    [Fact]
    public async Task A_missing_permission_is_named() =>
        (await Refused("PERMISSION_MISSING", ForStaff, Bearer("jobs:create:all", "workers:*:*"))).Message.ShouldContain("jobs:read:all");

    [Theory]
    [InlineData("plants:read:all", "all")]
    [InlineData("plants:read:assigned", "assigned")]
    [InlineData("plants:read:own plants:read:assigned", "assigned")]
    [InlineData("plants:read:own", "own")]
    [InlineData("plants:*:*", "all")]
    [InlineData("plants:*:* -plants:read:all", "assigned")]
    [InlineData("*:*:* -plants:*:assigned -*:read:all", "own")]
    public async Task The_slice_learns_the_widest_scope_that_the_caller_holds(string permissions, string scope) => (await ScopeOf(permissions)).ShouldBe(scope);

    [Theory]
    [InlineData("plants:read:other")]
    [InlineData("plants:write:all")]
    [InlineData("*:*:* -*:*:*")]
    [InlineData("plants:read:own -plants:read:own")]
    public async Task Without_any_of_the_scopes_the_call_is_refused(string permissions) =>
        (await Should.ThrowAsync<Refusal>(() => ScopeOf(permissions))).Message.ShouldContain("plants:read:all or plants:read:assigned or plants:read:own");

    [Fact]
    public async Task An_RPC_that_requires_no_permission_has_no_scope_to_ask_for()
    {
        var access = Planting.Access(new Access { Kinds = { Access.Types.Kind.Staff } });
        await Should.ThrowAsync<InvalidOperationException>(() => ScopeOf("*:*:*", access));
    }

    [Fact]
    public Task The_permission_is_asked_before_the_idempotency_key() => Refused("PERMISSION_MISSING", Pay, Bearer("jobs:*:*"));

    [Fact]
    public Task A_payment_without_a_key_is_refused() => Refused("IDEMPOTENCY_KEY_REQUIRED", Pay, Bearer("*:*:*"));

    [Theory]
    [InlineData("two words")]
    [InlineData("tab\t")]
    [InlineData("é")]
    public Task A_key_that_is_not_visible_ASCII_is_refused(string key) => Refused("IDEMPOTENCY_KEY_INVALID", Pay, Bearer("*:*:*"), ("idempotency-key", key));

    [Fact]
    public async Task A_key_has_at_most_255_characters()
    {
        await Call(Pay, Bearer("*:*:*"), ("idempotency-key", new string('k', 255)));
        await Refused("IDEMPOTENCY_KEY_INVALID", Pay, Bearer("*:*:*"), ("idempotency-key", new string('k', 256)));
    }

    [Fact]
    public Task Two_keys_are_refused() => Refused("IDEMPOTENCY_KEY_INVALID", Pay, Bearer("*:*:*"), ("idempotency-key", "one"), ("idempotency-key", "two"));

    [Fact]
    public Task An_RPC_without_a_rule_is_open_to_nobody() => Refused("CALLER_KIND_REFUSED", "/planted.v1.PlantedService/Plant", Bearer("*:*:*"));

    [Fact]
    public async Task Streams_are_guarded_like_single_calls()
    {
        var call = new FakeCall(ForStaff);
        Func<Task>[] streams =
        [
            () => _access.ServerStreamingServerHandler<string, string>("", null!, call, (_, _, _) => Unguarded()),
            () => _access.ClientStreamingServerHandler<string, string>(null!, call, (_, _) => Unguarded()),
            () => _access.DuplexStreamingServerHandler<string, string>(null!, null!, call, (_, _, _) => Unguarded()),
        ];
        foreach (var stream in streams) (await Should.ThrowAsync<Refusal>(stream)).Reason.Name.ShouldBe("TOKEN_MISSING");
    }

    private static Task<string> Unguarded() => throw new InvalidOperationException("The stream was let through.");

    private (string, string) Bearer(params string[] permissions) =>
        ("authorization", "Bearer " + _forge.Token(claims => claims["perms"] = new JsonArray([.. permissions.Select(p => JsonValue.Create(p))])));

    // A permission behind a minus is a denial.
    private async Task<string> ScopeOf(string permissions, RpcAccess? access = null)
    {
        access ??= Planting.Access(new Access { Permission = "plants:read:all", NarrowerScopes = { "assigned", "own" } });
        var interceptor = new AccessInterceptor(access, new BearerTokens(new JwtVerifier(_forge, _clock), _clock), NullLogger<AccessInterceptor>.Instance);
        var token = _forge.Token(claims =>
        {
            claims["perms"] = new JsonArray([.. permissions.Split(' ').Where(p => p[0] != '-').Select(p => JsonValue.Create(p))]);
            claims["denials"] = new JsonArray([.. permissions.Split(' ').Where(p => p[0] == '-').Select(p => JsonValue.Create(p[1..]))]);
        });
        return await interceptor.UnaryServerHandler("", new FakeCall(Planting.Path, ("authorization", "Bearer " + token)), (_, context) => Task.FromResult(context.Scope()));
    }

    private Task<Caller?> Call(string method, params (string, string)[] headers) => Call(_access, method, headers);

    private static async Task<Caller?> Call(AccessInterceptor access, string method, params (string, string)[] headers)
    {
        Caller? caller = null;
        await access.UnaryServerHandler("", new FakeCall(method, headers), (_, context) =>
        {
            caller = context.FindCaller();
            return Task.FromResult("");
        });
        return caller;
    }

    private async Task<Refusal> Refused(string reason, string method, params (string, string)[] headers)
    {
        var refusal = await Should.ThrowAsync<Refusal>(() => Call(method, headers));
        refusal.Reason.Name.ShouldBe(reason);
        return refusal;
    }

    private sealed class NoKeys : IKeyRing
    {
        public ValueTask<VerificationKey?> Find(string keyId) => throw new KeysUnavailableException();
    }
}
