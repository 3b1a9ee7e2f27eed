using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Tests.Plans;

public sealed class PlanServiceTests(World world)
{
    [Fact]
    public async Task A_plan_is_found_by_its_id_and_by_its_slug()
    {
        var plan = await world.Plans.CreatePlanAsync(Some.Plan(), world.Admin());
        (await world.Plans.GetPlanAsync(new GetPlanRequest { Plan = plan.Id }, world.Admin())).ShouldBe(plan);
        (await world.Plans.GetPlanAsync(new GetPlanRequest { Plan = plan.Slug }, world.Admin())).ShouldBe(plan);
        plan.Limits.ShouldBe(Some.Plan().Limits);
    }

    [Fact]
    public async Task The_same_key_gets_the_first_answer_again()
    {
        var (request, key) = (Some.Plan(), Some.Slug());
        var first = await world.Plans.CreatePlanAsync(request, world.Admin(key));
        using var again = world.Plans.CreatePlanAsync(request, world.Admin(key));
        (await again).ShouldBe(first);
        again.GetTrailers().GetValue("idempotency-replayed").ShouldBe("true");
    }

    [Fact]
    public async Task A_key_is_refused_for_another_plan()
    {
        var key = Some.Slug();
        await world.Plans.CreatePlanAsync(Some.Plan(), world.Admin(key));
        (await Refused.Call(world.Plans.CreatePlanAsync(Some.Plan(), world.Admin(key)))).Reason.ShouldBe("IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task A_slug_is_given_once()
    {
        var plan = await world.NewPlan();
        var refused = await Refused.Call(world.Plans.CreatePlanAsync(Some.Plan(p => p.Slug = plan.Slug), world.Admin()));
        refused.ShouldBeLike("ALREADY_EXISTS PLAN_SLUG_TAKEN slug");
    }

    [Fact]
    public async Task Of_several_at_once_for_a_slug_one_wins()
    {
        var slug = Some.Slug();
        var calls = Enumerable.Range(0, 6).Select(i => world.Plans.CreatePlanAsync(Some.Plan(p => (p.Slug, p.Name) = (slug, $"Plan {i}")), world.Admin()).ResponseAsync).ToList();
        await Task.WhenAll(calls).ContinueWith(_ => { }, TestContext.Current.CancellationToken);
        calls.Count(c => c.IsCompletedSuccessfully).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_is_sent_twice_at_once_makes_one_plan()
    {
        var (request, key) = (Some.Plan(), Some.Slug());
        var plans = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Plans.CreatePlanAsync(request, world.Admin(key)).ResponseAsync));
        plans.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_tenants_own_administrator_neither_makes_nor_reads_plans()
    {
        var tenant = await world.NewTenant();
        (await Refused.Call(world.Plans.CreatePlanAsync(Some.Plan(), world.Of(tenant)))).Reason.ShouldBe("CALLER_KIND_REFUSED");
        (await Refused.Call(world.Plans.GetPlanAsync(new GetPlanRequest { Plan = tenant.Plan }, world.Of(tenant)))).Reason.ShouldBe("CALLER_KIND_REFUSED");
        (await Refused.Call(world.Plans.ListPlansAsync(new ListPlansRequest(), world.Of(tenant)))).Reason.ShouldBe("CALLER_KIND_REFUSED");
    }

    [Fact]
    public async Task Every_fault_of_a_plan_is_named_at_once()
    {
        var refused = await Refused.Call(world.Plans.CreatePlanAsync(new CreatePlanRequest { Slug = "A" }, world.Admin()));
        refused.Reason.ShouldBe("INVALID_INPUT");
        refused.Fields.ShouldBe(["slug", "name", "limits.max_job_steps", "limits.max_article_attributes", "limits.max_users", "limits.max_workers"]);
    }

    [Fact]
    public async Task A_plan_that_is_not_there_is_not_found()
    {
        (await Refused.Call(world.Plans.GetPlanAsync(new GetPlanRequest { Plan = Some.Slug() }, world.Admin()))).ShouldBeLike("NOT_FOUND PLAN_NOT_FOUND");
        (await Refused.Call(world.Plans.GetPlanAsync(new GetPlanRequest { Plan = Guid.NewGuid().ToString() }, world.Admin()))).ShouldBeLike("NOT_FOUND PLAN_NOT_FOUND");
    }

    [Fact]
    public async Task The_list_goes_through_all_plans_by_slug()
    {
        for (var i = 0; i < 3; i++) await world.NewPlan();
        var (slugs, token) = (new List<string>(), "");
        do
        {
            var page = await world.Plans.ListPlansAsync(new ListPlansRequest { PageSize = 2, PageToken = token }, world.Admin());
            slugs.AddRange(page.Plans.Select(p => p.Slug));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        slugs.Count.ShouldBeGreaterThanOrEqualTo(3);
        slugs.ShouldBe(slugs.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_page_token_that_was_not_given_out_is_refused() =>
        (await Refused.Call(world.Plans.ListPlansAsync(new ListPlansRequest { PageToken = "!" }, world.Admin()))).Reason.ShouldBe("PAGE_TOKEN_INVALID");

    [Fact]
    public async Task A_change_is_kept_and_written_down_with_what_it_was()
    {
        var plan = await world.Plans.CreatePlanAsync(Some.Plan(), world.Admin());
        var changed = await world.Plans.UpdatePlanAsync(new UpdatePlanRequest { Plan = plan.Slug, Limits = new PlanLimits { MaxUsers = 9 }, Etag = plan.Etag }, world.Admin());
        (await world.Plans.GetPlanAsync(new GetPlanRequest { Plan = plan.Id }, world.Admin())).ShouldBe(changed);
        (await world.Rows($"select changes from audit_entries where entity_id = '{plan.Id}' and action = 'plan.updated'"))
            .ShouldBe(["""{"after": {"limits": {"maxUsers": 9}}, "before": {"limits": {"maxUsers": 3}}}"""]);
    }

    [Fact]
    public async Task A_change_is_not_that_of_tenants_who_have_the_plan()
    {
        var plan = await world.NewPlan(maxJobSteps: 7);
        var tenant = await world.NewTenant(plan);
        await world.Plans.UpdatePlanAsync(new UpdatePlanRequest { Plan = plan.Slug, Limits = new PlanLimits { MaxJobSteps = 1 } }, world.Admin());
        (await world.Tenants.GetTenantAsync(new GetTenantRequest { TenantId = tenant.Id }, world.Admin())).Settings.Limits.MaxJobSteps.ShouldBe(7);
    }

    [Fact]
    public async Task Of_several_at_once_with_one_etag_one_wins()
    {
        var plan = await world.NewPlan();
        var calls = Enumerable.Range(0, 6).Select(i => world.Plans.UpdatePlanAsync(new UpdatePlanRequest { Plan = plan.Id, Name = $"Plan {i}", Etag = plan.Etag }, world.Admin()).ResponseAsync).ToList();
        await Task.WhenAll(calls).ContinueWith(_ => { }, TestContext.Current.CancellationToken);
        calls.Count(c => c.IsCompletedSuccessfully).ShouldBe(1);
        (await Refused.Call(world.Plans.UpdatePlanAsync(new UpdatePlanRequest { Plan = plan.Id, Name = "Plan", Etag = plan.Etag }, world.Admin()))).ShouldBeLike("ABORTED ETAG_MISMATCH etag");
    }

    [Fact]
    public async Task A_plan_goes_once_no_tenant_has_it()
    {
        var (plan, other) = (await world.NewPlan(), await world.NewPlan());
        var tenant = await world.NewTenant(plan);
        (await Refused.Call(world.Plans.DeletePlanAsync(new DeletePlanRequest { Plan = plan.Id }, world.Admin()))).ShouldBeLike("FAILED_PRECONDITION PLAN_IN_USE");
        await world.Administration.ChangePlanAsync(new ChangePlanRequest { TenantId = tenant.Id, Plan = other.Slug }, world.Admin());
        await world.Plans.DeletePlanAsync(new DeletePlanRequest { Plan = plan.Slug }, world.Admin());
        (await Refused.Call(world.Plans.DeletePlanAsync(new DeletePlanRequest { Plan = plan.Id }, world.Admin()))).ShouldBeLike("NOT_FOUND PLAN_NOT_FOUND");
    }
}
