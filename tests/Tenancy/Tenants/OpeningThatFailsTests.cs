using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Tests.Tenants;

public sealed class OpeningThatFailsTests(World world)
{
    [Fact]
    public async Task When_identity_refuses_nothing_is_left_and_the_same_key_may_try_anew()
    {
        var (request, key) = await Prepare(StatusCode.InvalidArgument);
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)))).Status.ShouldBe(StatusCode.InvalidArgument);
        (await world.Rows($"select 1 from tenants where slug = '{request.Slug}'")).ShouldBeEmpty();
        (await world.Tenants.CreateTenantAsync(request, world.Admin(key))).Status.ShouldBe(Tenant.Types.Status.Active);
    }

    [Fact]
    public async Task A_slug_that_identity_knows_under_another_tenant_is_taken_in_our_words()
    {
        var (request, _) = await Prepare(StatusCode.AlreadyExists);
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin()))).ShouldBeLike("ALREADY_EXISTS TENANT_SLUG_TAKEN slug");
    }

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.Internal)]
    public async Task When_nobody_knows_what_identity_did_the_same_key_goes_on_with_the_same_tenant(StatusCode failure)
    {
        var (request, key) = await Prepare(failure);
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)))).ShouldBeLike("UNAVAILABLE UNAVAILABLE");
        var tenant = await world.Tenants.CreateTenantAsync(request, world.Admin(key));
        tenant.Status.ShouldBe(Tenant.Types.Status.Active);
        world.Identity.Asked[request.Slug].Select(a => a.TenantId).ShouldBe([tenant.Id, tenant.Id]);
        (await world.Tenants.GetTenantAsync(new GetTenantRequest { TenantId = tenant.Id }, world.Admin())).ShouldBe(tenant);
    }

    [Fact]
    public async Task A_reservation_keeps_others_from_its_slug()
    {
        var (request, key) = await Prepare(StatusCode.Unavailable);
        await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)));
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin()))).Reason.ShouldBe("TENANT_SLUG_TAKEN");
    }

    [Fact]
    public async Task A_reservation_that_was_given_up_is_taken_over_with_the_id_that_identity_may_know()
    {
        var (request, key) = await Prepare(StatusCode.Unavailable);
        await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)));
        var other = Some.Tenant(await world.NewPlan(), t => (t.Slug, t.Name, t.Currency) = (request.Slug, "Boot factory", "USD"));
        var tenant = await world.TenantsSixteenMinutesLater.CreateTenantAsync(other, world.Admin());
        (tenant.Name, tenant.Currency, tenant.Plan, tenant.Status).ShouldBe(("Boot factory", "USD", other.Plan, Tenant.Types.Status.Active));
        world.Identity.Asked[request.Slug].Select(a => a.TenantId).ShouldBe([tenant.Id, tenant.Id]);
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)))).Reason.ShouldBe("TENANT_SLUG_TAKEN");
    }

    [Fact]
    public async Task Whoever_lost_a_reservation_does_not_take_it_back_while_it_is_worked_on()
    {
        var (request, key) = await Prepare(StatusCode.Unavailable, StatusCode.Unavailable);
        await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)));
        var (other, otherKey) = (Some.Tenant(await world.NewPlan(), t => t.Slug = request.Slug), Some.Slug());
        await Refused.Call(world.TenantsSixteenMinutesLater.CreateTenantAsync(other, world.Admin(otherKey)));
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)))).Reason.ShouldBe("TENANT_SLUG_TAKEN");
        (await world.TenantsSixteenMinutesLater.CreateTenantAsync(other, world.Admin(otherKey))).Plan.ShouldBe(other.Plan);
    }

    [Fact]
    public async Task Whoever_is_overtaken_while_identity_works_opens_nothing()
    {
        var (request, _) = await Prepare();
        var other = Some.Tenant(await world.NewPlan(), t => (t.Slug, t.Admin.Email) = (request.Slug, "other@shoes.example"));
        Tenant? opened = null;
        world.Identity.Meanwhile[request.Slug] = async () => opened = await world.TenantsSixteenMinutesLater.CreateTenantAsync(other, world.Admin());
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin()))).Reason.ShouldBe("TENANT_SLUG_TAKEN");
        (await world.Tenants.GetTenantAsync(new GetTenantRequest { TenantId = opened!.Id }, world.Admin())).ShouldBe(opened);
    }

    [Fact]
    public async Task Of_several_at_once_that_take_a_reservation_over_one_wins()
    {
        var (request, key) = await Prepare(StatusCode.Unavailable);
        await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)));
        var calls = Enumerable.Range(0, 4).Select(_ => world.TenantsSixteenMinutesLater.CreateTenantAsync(request, world.Admin()).ResponseAsync).ToList();
        await Task.WhenAll(calls).ContinueWith(_ => { }, TestContext.Current.CancellationToken);
        calls.Count(c => c.IsCompletedSuccessfully).ShouldBe(1);
    }

    [Fact]
    public async Task Its_own_key_goes_on_however_long_ago_it_was_reserved()
    {
        var (request, key) = await Prepare(StatusCode.Unavailable);
        await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)));
        var tenant = await world.TenantsSixteenMinutesLater.CreateTenantAsync(request, world.Admin(key));
        tenant.Status.ShouldBe(Tenant.Types.Status.Active);
    }

    [Fact]
    public async Task A_refusal_after_an_unknown_outcome_keeps_the_reservation_since_an_owner_may_be_there()
    {
        var (request, key) = await Prepare(StatusCode.Unavailable, StatusCode.PermissionDenied);
        await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)));
        (await Refused.Call(world.Tenants.CreateTenantAsync(request, world.Admin(key)))).Status.ShouldBe(StatusCode.PermissionDenied);
        (await world.Rows($"select status from tenants where slug = '{request.Slug}'")).ShouldBe(["PROVISIONING"]);
    }

    private async Task<(CreateTenantRequest Request, string Key)> Prepare(params StatusCode[] failures)
    {
        var request = Some.Tenant(await world.NewPlan());
        world.Identity.Failures[request.Slug] = new(failures);
        return (request, Some.Slug());
    }
}
