using FactoryFlow.Events.Identity;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Tests.Tenants;

public sealed class OpeningThatFailsTests(World world)
{
    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.InvalidArgument)]
    public async Task When_identity_prepares_nobody_nothing_is_reserved_and_the_same_key_may_try_anew(StatusCode failure)
    {
        var (request, key) = (await Request(), Some.Slug());
        world.Identity.Failures[request.Slug] = failure;
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)))).Status.ShouldBe(failure);
        (await Left(request.Slug)).ShouldBeEmpty();
        world.Identity.Failures.TryRemove(request.Slug, out _);
        (await world.Tenants.CreateTenantAsync(request, world.Admin(key))).Status.ShouldBe(Tenant.Types.Status.Active);
    }

    [Fact]
    public async Task A_slug_that_identity_knows_already_is_taken_in_our_words()
    {
        var request = await Request();
        world.Identity.Failures[request.Slug] = StatusCode.AlreadyExists;
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin()))).ShouldBeLike("ALREADY_EXISTS TENANT_SLUG_TAKEN slug");
    }

    [Theory]
    [InlineData("TENANT_SLUG_TAKEN", "ALREADY_EXISTS TENANT_SLUG_TAKEN slug")]
    [InlineData(OwnerRefused.NotPrepared, "ABORTED TENANT_OPENING_WITHDRAWN")]
    public async Task When_identity_refuses_the_owner_nothing_is_left_and_the_slug_is_free(string reason, string refusal)
    {
        var (request, key) = (await Request(requested => [FakeIdentity.Refused(requested.TenantId, reason)]), Some.Slug());
        for (var call = 0; call < 2; call++)
            (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)))).ShouldBeLike(refusal);
        (await Left(request.Slug)).ShouldBeEmpty();
        await Eventually(() => Task.FromResult(world.Identity.Withdrawn.Count(w => w.Slug == request.Slug && w.Reason == reason)), count => count == 1);
        world.Identity.Answers.TryRemove(request.Slug, out _);
        (await world.Tenants.CreateTenantAsync(request, world.Admin())).Status.ShouldBe(Tenant.Types.Status.Active);
    }

    [Fact]
    public async Task An_owner_who_is_late_is_found_by_the_same_key()
    {
        var (request, key) = (await Request(_ => []), Some.Slug());
        (await Refused.Call(world.TenantsWithoutPatience.CreateTenantAsync(request, world.Admin(key)))).ShouldBeLike("UNAVAILABLE UNAVAILABLE");
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin()))).Reason.ShouldBe("TENANT_SLUG_TAKEN");
        var tenant = world.Identity.Requested[request.Slug].ShouldHaveSingleItem().TenantId;
        await world.Identity.Publish(FakeIdentity.Created(tenant));
        using var again = world.Tenants.CreateTenantAsync(request, world.Admin(key));
        ((await again).Id, (await again).Status).ShouldBe((tenant.ToString(), Tenant.Types.Status.Active));
        again.GetTrailers().GetValue("idempotency-replayed").ShouldBe("true");
        world.Identity.Prepared[request.Slug].ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_owner_who_is_announced_twice_opens_the_tenant_once()
    {
        var request = await Request(requested => [FakeIdentity.Created(requested.TenantId), FakeIdentity.Created(requested.TenantId)]);
        var tenant = await world.Tenants.CreateTenantAsync(request, world.Admin());
        (await world.Tenants.GetTenantAsync(new GetTenantRequest { TenantId = tenant.Id }, world.Admin())).ShouldBe(tenant);
        (await world.Rows($"select 1 from audit_entries where tenant_id = '{tenant.Id}' and action = 'tenant.opened'")).ShouldHaveSingleItem();
        await Eventually(() => Sagas(tenant.Id), sagas => sagas == 0);
    }

    [Fact]
    public async Task An_opening_that_is_overdue_is_withdrawn_and_an_owner_who_comes_then_opens_nothing()
    {
        var (request, key) = (await Request(_ => []), Some.Slug());
        await Refused.Call(world.TenantsWithoutPatience.CreateTenantAsync(request, world.Admin(key)));
        var tenant = world.Identity.Requested[request.Slug].ShouldHaveSingleItem().TenantId;
        await PassDeadline(tenant);
        await Eventually(() => Left(request.Slug), left => left.Count == 0);
        await world.Identity.Publish(FakeIdentity.Created(tenant));
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)))).ShouldBeLike("ABORTED TENANT_OPENING_WITHDRAWN");
        await Eventually(() => Task.FromResult(world.Identity.Withdrawn.Count(w => w.TenantId == tenant)), count => count == 1);
        (await Sagas(tenant.ToString())).ShouldBe(0);
    }

    [Fact]
    public async Task A_reservation_that_no_saga_knows_is_withdrawn_as_well()
    {
        var (tenant, slug) = (Guid.NewGuid(), Some.Slug());
        await world.Rows($"""
            insert into tenants (tenant_id, slug, name, plan, currency, settings, status, create_time, deadline_time)
            values ('{tenant}', '{slug}', 'Lost', '{(await world.NewPlan()).Slug}', 'EUR', jsonb_build_object(), 'PROVISIONING', now(), now())
            """);
        await Eventually(() => Left(slug), left => left.Count == 0);
        (await Sagas(tenant.ToString())).ShouldBe(0);
    }

    [Fact]
    public async Task A_deadline_that_passes_when_the_tenant_is_open_does_nothing()
    {
        var tenant = await world.NewTenant();
        await world.Identity.Publish(new OpeningOverdue { EventId = Guid.NewGuid(), TenantId = Guid.Parse(tenant.Id), OccurredAt = DateTimeOffset.UnixEpoch });
        await Eventually(async () => (await world.Rows($"select 1 from inbox where tenant_id = '{tenant.Id}'")).Count, handled => handled >= 3);
        (await world.Tenants.GetTenantAsync(new GetTenantRequest { TenantId = tenant.Id }, world.Admin())).ShouldBe(tenant);
        world.Identity.Withdrawn.ShouldNotContain(w => w.TenantId.ToString() == tenant.Id);
    }

    private async Task<CreateTenantRequest> Request(Func<OwnerRequested, IEnumerable<Events.IFact>>? answer = null)
    {
        var request = Some.Tenant(await world.NewPlan());
        if (answer is not null) world.Identity.Answers[request.Slug] = answer;
        return request;
    }

    private Task<List<string>> Left(string slug) => world.Rows($"select status from tenants where slug = '{slug}'");

    private async Task<int> Sagas(string tenant) => (await world.Rows($"select 1 from sagas where tenant_id = '{tenant}'")).Count;

    private Task PassDeadline(Guid tenant) => world.Rows($"update tenants set deadline_time = now() where tenant_id = '{tenant}' and deadline_time is not null");

    private static async Task Eventually<T>(Func<Task<T>> look, Func<T, bool> isRight)
    {
        for (var until = DateTime.UtcNow.AddSeconds(30); !isRight(await look()); await Task.Delay(50))
            if (DateTime.UtcNow > until) throw new TimeoutException($"Not so in time; seen last: {await look()}");
    }
}
