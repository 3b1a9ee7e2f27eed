using System.Net;
using FactoryFlow.Tenancy.V1;
using FactoryFlow.Testing;

namespace FactoryFlow.Gateway.Tests.Admission;

public sealed class DirectoryTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Before_both_have_answered_nobody_is_let_in_and_the_gateway_is_not_ready(bool isIdentityThere, bool isTenancyThere)
    {
        await using var running = await Start(isIdentityThere, isTenancyThere);
        var (gateway, authorities) = (running.Gateway, running.Gateway.Authorities);
        (await gateway.Get("/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await gateway.Private(authorities.Token(Guid.NewGuid()))).ShouldBe("503 UNAVAILABLE");
        (await gateway.Get("/trial/headers")).Status.ShouldBe(HttpStatusCode.OK);
        (authorities.IsIdentityThere, authorities.IsTenancyThere) = (true, true);
        (await Limit.Until(() => gateway.Get("/health/ready"), answer => answer.Status == HttpStatusCode.OK)).Status.ShouldBe(HttpStatusCode.OK);
        (await gateway.Private(authorities.Token(Guid.NewGuid()))).ShouldBe("");
    }

    [Fact]
    public async Task While_both_are_away_the_gateway_goes_on_with_what_it_knows_and_says_how_old_that_is()
    {
        await using var running = await Start();
        var (gateway, authorities) = (running.Gateway, running.Gateway.Authorities);
        var (active, suspended) = (authorities.Tell(), authorities.Tell(status: Tenant.Types.Status.Suspended));
        await gateway.Learns();
        (authorities.IsIdentityThere, authorities.IsTenancyThere) = (false, false);
        await Limit.Until(() => gateway.Get("/health/ready"), answer => AgeOf(answer, "tenants") > 0.5 && AgeOf(answer, "cutoffs") > 0.5);
        (await gateway.Private(authorities.Token(active))).ShouldBe("");
        (await gateway.Private(authorities.Token(suspended))).ShouldBe("403 TENANT_SUSPENDED");
        (await gateway.Get("/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_changed_during_an_outage_is_known_soon_after_it()
    {
        await using var running = await Start();
        var (gateway, authorities) = (running.Gateway, running.Gateway.Authorities);
        var (tenant, session) = (authorities.Tell(), Guid.NewGuid());
        await gateway.Learns();
        (authorities.IsIdentityThere, authorities.IsTenancyThere) = (false, false);
        authorities.Tell(tenant, Tenant.Types.Status.Suspended);
        authorities.EndSession(session);
        await Limit.Until(() => gateway.Get("/health/ready"), answer => AgeOf(answer, "tenants") > 0.5);
        (authorities.IsIdentityThere, authorities.IsTenancyThere) = (true, true);
        (await Limit.Until(() => gateway.Private(authorities.Token(tenant)), reason => reason.Length > 0)).ShouldBe("403 TENANT_SUSPENDED");
        (await Limit.Until(() => gateway.Private(authorities.Token(null, c => c["sid"] = session.ToString())), reason => reason.Length > 0)).ShouldBe("401 SESSION_ENDED");
    }

    [Fact]
    public async Task Keys_that_nobody_has_do_not_make_the_gateway_ask_again_and_again()
    {
        await using var running = await Start();
        var before = running.Gateway.Authorities.KeyFetches;
        var calls = Enumerable.Range(0, 50).Select(i => running.Gateway.Private(running.Gateway.Authorities.Forge.Token(header: h => h["kid"] = $"nobody's {i}")));
        (await Task.WhenAll(calls)).ShouldAllBe(reason => reason == "401 TOKEN_INVALID");
        (running.Gateway.Authorities.KeyFetches - before).ShouldBeInRange(0, 2);
    }

    private static double AgeOf(Answer answer, string source) => answer.Json["parts"]!["gateway"]![source + "AgeSeconds"]?.GetValue<double>() ?? 0;

    private static async Task<Running> Start(bool isIdentityThere = true, bool isTenancyThere = true)
    {
        var authorities = await Authorities.Start();
        (authorities.IsIdentityThere, authorities.IsTenancyThere) = (isIdentityThere, isTenancyThere);
        var service = await TrialHost.Start();
        return new Running(service, await RunningGateway.Start([service.Address], authorities: authorities));
    }

    private sealed record Running(TrialHost Service, RunningGateway Gateway) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await Service.DisposeAsync();
        }
    }
}
