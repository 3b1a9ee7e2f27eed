using FactoryFlow.Tenancy.V1;
using FactoryFlow.Testing;
using Microsoft.Extensions.Logging;
using static FactoryFlow.Testing.TrialProvider;
using Status = FactoryFlow.Tenancy.V1.Domain.Types.Status;

namespace FactoryFlow.Tenancy.Tests.Domains;

public sealed class DomainTests(DomainWorld world) : IClassFixture<DomainWorld>
{
    private readonly string _slug = Some.Slug();

    [Fact]
    public async Task With_both_providers_connected_the_tenant_and_its_domain_are_active()
    {
        var tenant = await world.Open(_slug);
        (tenant.Status, tenant.DomainStatus, tenant.Domain).ShouldBe((Tenant.Types.Status.Active, Status.Active, _slug + ".factories.example"));
        tenant.DomainParts.Select(p => (p.Provider, p.Status, p.Problem, p.NextAttemptTime is null)).ShouldBe([("CLOUDFLARE", Status.Active, "", true), ("VERCEL", Status.Active, "", true)]);
    }

    [Fact]
    public async Task Both_providers_are_asked_at_the_same_time()
    {
        // Each waits for the other, so that one after the other would never end.
        using var together = new Barrier(2);
        void Wait(string provider) => world.Plays(provider, _slug, async http =>
        {
            (await Task.Run(() => together.SignalAndWait(TimeSpan.FromSeconds(4)), TestContext.Current.CancellationToken)).ShouldBeTrue();
            await Say(http, 403, "");
        });
        Wait("VERCEL");
        Wait("CLOUDFLARE");
        (await world.Open(_slug)).DomainParts.Select(p => p.Problem.Contains("refuses our token", StringComparison.Ordinal)).ShouldBe([true, true]);
    }

    [Theory]
    [InlineData("VERCEL", "CLOUDFLARE")]
    [InlineData("CLOUDFLARE", "VERCEL")]
    public async Task With_one_that_fails_the_tenant_is_active_and_its_domain_pending(string failing, string other)
    {
        world.Plays(failing, _slug, http => Say(http, 500, "{}"));
        var tenant = await world.Open(_slug);
        (tenant.Status, tenant.DomainStatus).ShouldBe((Tenant.Types.Status.Active, Status.Pending));
        tenant.DomainParts.Single(p => p.Provider == other).Status.ShouldBe(Status.Active);
        var failed = tenant.DomainParts.Single(p => p.Provider == failing);
        failed.Problem.ShouldEndWith("answered in a way that is not understood (500).");
        failed.NextAttemptTime.ToDateTimeOffset().ShouldBeInRange(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddSeconds(37));
    }

    [Fact]
    public async Task A_provider_that_asks_for_patience_is_left_alone_for_as_long()
    {
        world.Plays("VERCEL", _slug, http => Say(http, 429, "{}", ("Retry-After", "600")));
        var next = (await world.Open(_slug)).DomainParts.Single(p => p.Provider == "VERCEL").NextAttemptTime.ToDateTimeOffset();
        next.ShouldBeInRange(DateTimeOffset.UtcNow.AddSeconds(540), DateTimeOffset.UtcNow.AddSeconds(601));
    }

    [Fact]
    public async Task A_domain_that_was_pending_becomes_active_by_itself()
    {
        world.Plays("CLOUDFLARE", _slug, HangUp);
        var tenant = await world.Open(_slug);
        world.Plays("CLOUDFLARE", _slug, http => Say(http, 200, $$"""{"success":true,"result":{"type":"CNAME","name":"{{_slug}}.factories.example","content":"pages.example"} }"""));
        await world.Rows($"update domain_requests set due_time = now() where tenant_id = '{tenant.Id}' and status = 'PENDING'");
        (await Limit.Until(() => world.Get(tenant), t => t.DomainStatus == Status.Active)).DomainStatus.ShouldBe(Status.Active);
    }

    [Fact]
    public async Task A_retry_asks_only_who_failed_and_answers_what_came_of_it()
    {
        world.Plays("VERCEL", _slug, http => Say(http, 503, "{}"));
        var tenant = await world.Open(_slug);
        var retry = new RetryDomainRequest { TenantId = tenant.Id };
        (await world.Tenants.RetryDomainAsync(retry, world.Admin())).DomainStatus.ShouldBe(Status.Pending);
        world.Plays("VERCEL", _slug, http => Say(http, 200, $$"""{"name":"{{_slug}}.factories.example","verified":true}"""));
        (await world.Tenants.RetryDomainAsync(retry, world.Admin())).DomainStatus.ShouldBe(Status.Active);
        (Calls(world.Vercel!), Calls(world.Cloudflare!)).ShouldBe((3, 1));
        (await world.Tenants.RetryDomainAsync(retry, world.Admin())).DomainStatus.ShouldBe(Status.Active);
        (Calls(world.Vercel!), Calls(world.Cloudflare!)).ShouldBe((3, 1));
    }

    [Fact]
    public async Task After_three_days_it_is_given_up_until_somebody_retries()
    {
        world.Plays("VERCEL", _slug, http => Say(http, 500, "{}"));
        var tenant = await world.Open(_slug);
        await world.Rows($"update domain_requests set due_time = now(), round_time = now() - interval '3 days' where tenant_id = '{tenant.Id}' and status = 'PENDING'");
        var given = await Limit.Until(() => world.Get(tenant), t => Vercel(t).NextAttemptTime is null);
        (Vercel(given).NextAttemptTime, Vercel(given).Status, Vercel(given).Problem.Length > 0).ShouldBe((null, Status.Pending, true));
        var again = await world.Tenants.RetryDomainAsync(new RetryDomainRequest { TenantId = tenant.Id }, world.Admin());
        Vercel(again).NextAttemptTime.ShouldNotBeNull();
    }

    [Fact]
    public async Task Tokens_are_logged_nowhere()
    {
        world.Plays("VERCEL", _slug, http => Say(http, 401, $$"""{"error":{"code":"forbidden","message":"{{DomainWorld.VercelToken}}"} }"""));
        world.Plays("CLOUDFLARE", _slug, http => Say(http, 400, DomainWorld.CloudflareToken));
        await world.Open(_slug);
        var lines = world.Log.From(LogLevel.Trace);
        lines.ShouldContain(line => line.Contains(_slug, StringComparison.Ordinal) && line.Contains("is not connected", StringComparison.Ordinal));
        lines.ShouldAllBe(line => !line.Contains("never-to-be-seen", StringComparison.Ordinal));
        (await world.Rows("select d::text from domain_requests d")).ShouldAllBe(row => !row.Contains("never-to-be-seen", StringComparison.Ordinal));
    }

    private static Domain.Types.Part Vercel(Tenant tenant) => tenant.DomainParts.Single(p => p.Provider == "VERCEL");

    private int Calls(TrialProvider provider) => provider.Calls.Count(c => (c.Call + c.Body).Contains(_slug, StringComparison.Ordinal));
}
