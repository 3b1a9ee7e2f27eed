using System.Net;
using FactoryFlow.Tenancy.V1;
using FactoryFlow.Trial.V1;
using Grpc.Core;

namespace FactoryFlow.Gateway.Tests.Admission;

public sealed class FrontDoorTests(WithDoor door) : IClassFixture<WithDoor>
{
    private readonly RunningGateway _gateway = door.Gateway;
    private readonly Authorities _authorities = door.Authorities;

    [Fact]
    public async Task Who_is_let_in_reaches_the_service_with_the_token()
    {
        var token = _authorities.Token(_authorities.Tell());
        await _gateway.Learns();
        var answer = await _gateway.Get("/trial/private", ("Authorization", "Bearer " + token));
        answer.Json["headers"]!["authorization"]!.ToString().ShouldBe("Bearer " + token);
        (await _gateway.PrivateOverGrpc(token)).ShouldBe("");
    }

    [Fact]
    public Task No_token_is_refused_at_the_door() => Refused(null, "401 TOKEN_MISSING", "Unauthenticated TOKEN_MISSING");

    [Fact]
    public Task A_token_that_is_none_is_refused_at_the_door() => Refused("x.y.z", "401 TOKEN_INVALID", "Unauthenticated TOKEN_INVALID");

    [Fact]
    public Task A_token_signed_by_somebody_else_is_refused_at_the_door() =>
        Refused(_authorities.Forge.Token(sign: _ => new byte[64]), "401 TOKEN_INVALID", "Unauthenticated TOKEN_INVALID");

    [Fact]
    public Task An_old_token_is_told_apart() =>
        Refused(_authorities.Token(Guid.NewGuid(), c => c["exp"] = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds()), "401 TOKEN_EXPIRED", "Unauthenticated TOKEN_EXPIRED");

    [Theory]
    [InlineData(Tenant.Types.Status.Suspended)]
    [InlineData(Tenant.Types.Status.Inactive)]
    public async Task A_tenant_that_is_not_active_is_cut_off_and_let_in_again(Tenant.Types.Status status)
    {
        var tenant = _authorities.Tell();
        var token = _authorities.Token(tenant);
        await Passes(token);
        _authorities.Tell(tenant, status);
        await Refused(token, "403 TENANT_SUSPENDED", "PermissionDenied TENANT_SUSPENDED");
        _authorities.Tell(tenant);
        await Passes(token);
    }

    [Fact]
    public async Task A_session_that_ended_is_cut_off_and_no_other()
    {
        var (tenant, session) = (_authorities.Tell(), Guid.NewGuid());
        var (token, other) = (_authorities.Token(tenant, c => c["sid"] = session.ToString()), _authorities.Token(tenant));
        await Passes(token);
        _authorities.EndSession(session);
        await Refused(token, "401 SESSION_ENDED", "Unauthenticated SESSION_ENDED");
        await Passes(other);
    }

    [Fact]
    public async Task A_token_from_before_a_change_of_rights_is_outdated_and_one_from_after_it_is_not()
    {
        var (tenant, user) = (_authorities.Tell(), Guid.NewGuid());
        string Token(int? version) => _authorities.Token(tenant, c => (c["sub"], c["ver"]) = (user.ToString(), version ?? 0));
        await Passes(Token(6));
        _authorities.Outdate(user, 7);
        _authorities.Outdate(user, 3);
        await Refused(Token(6), "401 TOKEN_OUTDATED", "Unauthenticated TOKEN_OUTDATED");
        await Refused(_authorities.Token(tenant, c => c["sub"] = user.ToString()), "401 TOKEN_OUTDATED", "Unauthenticated TOKEN_OUTDATED");
        await Passes(Token(7));
        await Passes(_authorities.Token(tenant));
    }

    [Fact]
    public async Task The_session_is_asked_before_the_token_before_the_tenant()
    {
        var (tenant, session, user) = (_authorities.Tell(status: Tenant.Types.Status.Suspended), Guid.NewGuid(), Guid.NewGuid());
        var token = _authorities.Token(tenant, c => (c["sub"], c["sid"]) = (user.ToString(), session.ToString()));
        await Refused(token, "403 TENANT_SUSPENDED", "PermissionDenied TENANT_SUSPENDED");
        _authorities.Outdate(user, 1);
        await Refused(token, "401 TOKEN_OUTDATED", "Unauthenticated TOKEN_OUTDATED");
        _authorities.EndSession(session);
        await Refused(token, "401 SESSION_ENDED", "Unauthenticated SESSION_ENDED");
    }

    [Theory]
    [InlineData("X-Tenant-ID", "another")]
    [InlineData("X-Tenant-ID", "9c1c3c1e-0000-7000-8000-000000000001")]
    [InlineData("Host", "another.localhost:8080")]
    public async Task Who_names_another_tenant_than_the_tokens_is_mistaken(string header, string value)
    {
        var answer = await _gateway.Get("/trial/private", ("Authorization", "Bearer " + await Known()), (header, value));
        (answer.Problem, answer.Json["code"]!.ToString()).ShouldBe(("403 TENANT_MISMATCH", "TENANT_MISMATCH"));
        (await _gateway.Private(_authorities.Token(tenant: null), (header, value))).ShouldBe("403 TENANT_MISMATCH");
    }

    [Theory]
    [InlineData("X-Tenant-ID", "T")]
    [InlineData("Host", "t.localhost")]
    [InlineData("Host", "localhost")]
    [InlineData("Host", "another.example")]
    public async Task Who_names_their_own_tenant_or_none_is_let_in(string header, string value) =>
        (await _gateway.Private(await Known(), (header, value))).ShouldBe("");

    [Fact]
    public async Task A_tenant_may_be_named_by_its_id()
    {
        var tenant = _authorities.Tell();
        await _gateway.Learns();
        (await _gateway.Private(_authorities.Token(tenant), ("X-Tenant-ID", tenant.ToString()))).ShouldBe("");
    }

    [Fact]
    public Task A_tenant_that_was_opened_a_moment_ago_is_let_in() => Passes(_authorities.Token(Guid.NewGuid()));

    [Fact]
    public Task The_platforms_people_belong_to_no_tenant_and_are_let_in() => Passes(_authorities.Token(tenant: null));

    [Fact]
    public async Task What_is_open_to_all_does_not_mind_any_token()
    {
        var suspended = _authorities.Token(_authorities.Tell(status: Tenant.Types.Status.Suspended));
        await _gateway.Learns();
        foreach (var token in new[] { "broken", suspended })
            (await _gateway.Get("/trial/headers", ("Authorization", "Bearer " + token))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_rpc_that_says_nothing_about_its_callers_takes_none_without_a_token() =>
        (await _gateway.Get("/trial/undeclared")).Problem.ShouldBe("401 TOKEN_MISSING");

    [Fact]
    public async Task A_stream_is_guarded_like_a_call()
    {
        using var call = new StreamService.StreamServiceClient(_gateway.Channel).CountPrivately(new CountRequest { Count = 1 }, deadline: DateTime.UtcNow.AddSeconds(15));
        (await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode.ShouldBe(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task The_token_is_looked_at_before_the_body() =>
        (await _gateway.Post("/trial/private", "{ broken")).Problem.ShouldBe("401 TOKEN_MISSING");

    [Fact]
    public async Task A_refusal_at_the_door_is_a_problem_like_any_other()
    {
        var answer = await _gateway.Get("/trial/private", ("X-Request-Id", "r-1"));
        (answer.ContentType, answer.Headers["WWW-Authenticate"], answer.Json["requestId"]!.ToString(), answer.Json["code"]!.ToString())
            .ShouldBe(("application/problem+json", "Bearer", "r-1", "UNAUTHORIZED"));
    }

    // The token of a tenant that the gateway knows as t.
    private async Task<string> Known()
    {
        var token = _authorities.Token(_authorities.Tell());
        await _gateway.Learns();
        return token;
    }

    private async Task Passes(string token)
    {
        await _gateway.Learns();
        (await _gateway.Private(token), await _gateway.PrivateOverGrpc(token)).ShouldBe(("", ""));
    }

    private async Task Refused(string? token, string json, string grpc)
    {
        await _gateway.Learns();
        (await _gateway.Private(token), await _gateway.PrivateOverGrpc(token)).ShouldBe((json, grpc));
    }
}
