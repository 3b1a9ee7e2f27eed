using FactoryFlow.EndToEnd.Tests.Api;
using FactoryFlow.Testing.Tokens;
using Grpc.Core;
using Grpc.Net.Client;

namespace FactoryFlow.EndToEnd.Tests.Access;

/// <summary>Who may call what, for every RPC that the descriptors have: over JSON and over gRPC.</summary>
public sealed class AccessTests(WholeSystem system, AccessTests.Grounds grounds) : IClassFixture<AccessTests.Grounds>, IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(system.Running.Handle.GrpcAddress);

    public static TheoryData<string> NotAnonymous => [.. Rpc.Public.Where(rpc => !rpc.Rule.IsAnonymous).Select(rpc => rpc.Name)];

    public static TheoryData<string> ForThePlatform => [.. Rpc.Public.Where(rpc => rpc.IsForPlatformOnly).Select(rpc => rpc.Name)];

    public static TheoryData<string> WithPermission => [.. Rpc.Public.Where(rpc => rpc.Rule.Permission is not null).Select(rpc => rpc.Name)];

    public static TheoryData<string> BadTokens => ["expired", "alg none", "another signature", "another key id", "shared secret", "tampered", "garbage", "one letter", "refresh token"];

    // Without a token at all it is another refusal, and what stands around a header's value is no part of it.
    public static TheoryData<string> ForgeryNames => [.. Forgeries.All.Keys.Except(["nothing", "trailing blank", "trailing line"])];

    private string Tenant => grounds.Ground.Factory.TenantId;

    public void Dispose() => _channel.Dispose();

    [Fact]
    public void Every_public_call_has_a_minimal_call_and_none_is_left_over() =>
        Rpc.Public.Select(rpc => rpc.Name).ShouldBe(MinimalCalls.Names, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(NotAnonymous))]
    public async Task Without_a_token_it_is_401(string name)
    {
        var rpc = Rpc.Named(name);
        (await rpc.Call(system.Running.Anybody, MinimalCalls.Of(rpc, grounds.Ground))).Expect(401, "TOKEN_MISSING").Text("code").ShouldBe("UNAUTHORIZED");
        (await GrpcCalls.Call(_channel, rpc, token: null)).ShouldBe(StatusCode.Unauthenticated);
    }

    [Theory]
    [MemberData(nameof(ForThePlatform))]
    public async Task What_is_for_the_platform_is_403_for_a_tenants_administrator(string name)
    {
        var rpc = Rpc.Named(name);
        (await rpc.Call(grounds.Ground.Factory.Admin, MinimalCalls.Of(rpc, grounds.Ground))).Expect(403, "CALLER_KIND_REFUSED").Text("code").ShouldBe("FORBIDDEN");
        (await GrpcCalls.Call(_channel, rpc, grounds.Ground.Factory.Admin.Token)).ShouldBe(StatusCode.PermissionDenied);
    }

    [Theory]
    [MemberData(nameof(NotAnonymous))]
    public async Task The_wrong_kind_of_caller_is_403_whatever_they_hold(string name)
    {
        var rpc = Rpc.Named(name);
        foreach (var kind in Enum.GetValues<Options.V1.Access.Types.Kind>().Where(kind => kind != Options.V1.Access.Types.Kind.Unspecified && !rpc.Rule.Admits(kind)))
        {
            var caller = new Client(system.Running.Http, grounds.Forge.Of(Tenant, kind.ToString().ToUpperInvariant(), "*:*:*"));
            (await rpc.Call(caller, MinimalCalls.Of(rpc, grounds.Ground))).Expect(403, "CALLER_KIND_REFUSED");
        }
    }

    [Theory]
    [MemberData(nameof(WithPermission))]
    public async Task Without_its_permission_it_is_403(string name)
    {
        var rpc = Rpc.Named(name);
        var kind = rpc.Rule.Admits(Options.V1.Access.Types.Kind.Staff) ? "STAFF" : "PLATFORM";
        var permission = rpc.Rule.Permission!.Value;
        string[] near = [$"{permission.Resource}:other:all", $"other:{permission.Action}:*", $"{permission.Resource}:{permission.Action}:elsewhere"];
        var caller = new Client(system.Running.Http, grounds.Forge.Of(Tenant, kind, near));
        (await rpc.Call(caller, MinimalCalls.Of(rpc, grounds.Ground))).Expect(403, "PERMISSION_MISSING");
        (await GrpcCalls.Call(_channel, rpc, caller.Token)).ShouldBe(StatusCode.PermissionDenied);
    }

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_token_that_is_not_right_is_401_everywhere(string fault)
    {
        var token = await Bad(fault);
        foreach (var rpc in Rpc.Public.Where(rpc => !rpc.Rule.IsAnonymous))
        {
            var reply = await rpc.Call(new Client(system.Running.Http, token), MinimalCalls.Of(rpc, grounds.Ground));
            reply.Expect(401, fault == "expired" ? "TOKEN_EXPIRED" : "TOKEN_INVALID");
        }
    }

    [Theory]
    [MemberData(nameof(ForgeryNames))]
    public async Task A_forgery_is_401_at_the_front_door_and_behind_it(string name)
    {
        var token = Forgeries.All[name].Make(grounds.Forge.Forge);
        (await new Client(system.Running.Http, token).Get("/api/v1/workers")).Expect(401, "TOKEN_INVALID");
        (await GrpcCalls.Call(_channel, Rpc.Named("WorkerService.ListWorkers"), token)).ShouldBe(StatusCode.Unauthenticated);
        using var production = GrpcChannel.ForAddress(system.Running.Handle.Address("production"));
        (await GrpcCalls.Call(production, Rpc.Named("WorkerService.ListWorkers"), token)).ShouldBe(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task What_forgeries_are_made_from_is_let_in_but_for_what_is_wrong_with_them()
    {
        var token = grounds.Forge.Forge.Token(claims => claims["tid"] = Tenant);
        (await new Client(system.Running.Http, token).Get("/api/v1/workers")).Expect(200);
    }

    [Fact]
    public async Task A_token_that_is_forged_right_is_let_in_so_that_the_others_are_refused_for_their_faults()
    {
        var caller = new Client(system.Running.Http, grounds.Forge.Good(Tenant));
        (await caller.Get("/api/v1/workers")).Expect(200).Items("workers").ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("worker", "PaymentService.CreatePayment")]
    [InlineData("worker", "WorkerService.CreateWorker")]
    [InlineData("supervisor", "PaymentService.CreatePayment")]
    [InlineData("supervisor", "TenantConfigService.UpsertTenantConfig")]
    [InlineData("supervisor", "RateService.CreateRate")]
    [InlineData("supervisor", "StepReportService.ReopenJobStep")]
    [InlineData("supervisor", "DefinitionService.PublishDefinition")]
    [InlineData("supervisor", "MigrationService.CreateMigration")]
    [InlineData("supervisor", "OrderFlowService.UpdateOrderFlowConfig")]
    public async Task A_lower_role_may_not_what_its_permissions_do_not_cover(string role, string name)
    {
        await using var connection = await system.Running.OpenAsAdministrator("identity");
        var permissions = await Dapper.SqlMapper.ExecuteScalarAsync<string[]>(
            connection, "select permissions from roles where tenant_id = @tenant::uuid and name = @role", new { tenant = Tenant, role });
        var rpc = Rpc.Named(name);
        var caller = new Client(system.Running.Http, grounds.Forge.Of(Tenant, "STAFF", permissions!));
        (await rpc.Call(caller, MinimalCalls.Of(rpc, grounds.Ground))).Expect(403, "PERMISSION_MISSING");
    }

    private async Task<string> Bad(string fault) => fault switch
    {
        "expired" => grounds.Forge.Expired(Tenant),
        "alg none" => grounds.Forge.WithoutSignature(Tenant),
        "another signature" => grounds.Forge.SignedByAnother(Tenant),
        "another key id" => grounds.Forge.UnderAnotherKeyId(Tenant),
        "shared secret" => grounds.Forge.SignedAsSharedSecret(Tenant),
        "tampered" => TokenForge.Tampered(grounds.Ground.Factory.Admin.Token!, Guid.NewGuid().ToString()),
        "garbage" => "not.a.token",
        "one letter" => "x",
        "refresh token" => (await system.Running.Anybody.Post("/api/v1/auth/login", new { tenant = grounds.Ground.Factory.Slug, email = Factory.EmailOf(grounds.Ground.Factory.Slug), password = Factory.Password })).Text("refreshToken"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    /// <summary>Something real to ask for: what is refused here would be there.</summary>
    public sealed class Grounds(WholeSystem system) : IAsyncLifetime
    {
        internal Ground Ground { get; private set; } = null!;

        internal TokenForge Forge { get; private set; } = null!;

        public async ValueTask InitializeAsync() => (Ground, Forge) = (await Ground.Make(system.Running), await TokenForge.Open(system.Running));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
