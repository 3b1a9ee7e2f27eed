using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Tests.TenantConfigs;

public sealed class TenantConfigServiceTests(World world)
{
    [Fact]
    public async Task What_is_written_is_read_again_with_the_tenants_currency()
    {
        var tenant = await world.NewTenant();
        var written = await world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant));
        (written.TenantId, written.Version, written.Currency).ShouldBe((tenant.Id, 1, "EUR"));
        (await world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest(), world.Of(tenant))).ShouldBe(written);
    }

    [Fact]
    public async Task Every_version_stays_readable()
    {
        var tenant = await world.NewTenant();
        var first = await world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant));
        var second = await world.Configs.UpsertTenantConfigAsync(Some.Config(null, c => c.SizeRange.Add("41")), world.Of(tenant));
        (await world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest { Version = 1 }, world.Of(tenant))).ShouldBe(first);
        (await world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest { Version = 2, TenantId = tenant.Id }, world.Admin())).ShouldBe(second);
        (await Refused.Call(world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest { Version = 3 }, world.Of(tenant)))).ShouldBeLike("NOT_FOUND TENANT_CONFIG_NOT_FOUND version");
        (await Refused.Call(world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest { Version = -1 }, world.Of(tenant)))).ShouldBeLike("INVALID_ARGUMENT INVALID_INPUT version");
    }

    [Fact]
    public async Task Of_two_versions_made_of_one_state_the_second_is_refused()
    {
        var tenant = await world.NewTenant();
        var read = await world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant));
        read.Etag.ShouldNotBeEmpty();
        (await Write(read.Etag)).Version.ShouldBe(2);
        (await Refused.Call(world.Configs.UpsertTenantConfigAsync(Some.Config(null, c => c.Etag = read.Etag), world.Of(tenant)))).ShouldBeLike("ABORTED ETAG_MISMATCH etag");
        (await Write("")).Version.ShouldBe(3);
        (await world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest(), world.Of(tenant))).Version.ShouldBe(3);

        async Task<TenantConfig> Write(string etag) => await world.Configs.UpsertTenantConfigAsync(Some.Config(null, c => c.Etag = etag), world.Of(tenant));
    }

    [Fact]
    public async Task A_configuration_that_comes_near_the_plans_limits_is_told_of_once()
    {
        var tenant = await world.NewTenant(await world.NewPlan(maxJobSteps: 5));
        foreach (var steps in new[] { 3, 4, 4, 5, 4 }) await world.Configs.UpsertTenantConfigAsync(Some.Config(null, c => Give(c, steps)), world.Of(tenant));
        (await world.Rows($"select body::jsonb ->> 'percent' || ' ' || (body::jsonb ->> 'used') from outbox where tenant_id = '{tenant.Id}' and type like '%.UsageThresholdReached' order by (body::jsonb ->> 'percent')::int"))
            .ShouldBe(["80 4", "100 5"]);

        static void Give(UpsertTenantConfigRequest config, int steps)
        {
            config.JobSteps.Clear();
            config.JobSteps.AddRange(Enumerable.Range(1, steps).Select(i => new JobStep { Name = $"Step {i}", Order = i }));
        }
    }

    [Fact]
    public async Task Everybody_is_told_of_every_version_as_it_is_answered()
    {
        var tenant = await world.NewTenant();
        var written = await world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant));
        var told = await world.Identity.ToldOfConfig(Guid.Parse(tenant.Id));
        (told.Version, TenantConfig.Parser.ParseJson(told.Config)).ShouldBe((1, written));
    }

    [Fact]
    public async Task A_platform_administrator_names_the_tenant()
    {
        var tenant = await world.NewTenant();
        var written = await world.Configs.UpsertTenantConfigAsync(Some.Config(tenant), world.Admin());
        (await world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest { TenantId = tenant.Id }, world.Admin())).ShouldBe(written);
        (await Refused.Call(world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Admin()))).ShouldBeLike("INVALID_ARGUMENT INVALID_INPUT tenant_id");
        (await Refused.Call(world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest(), world.Admin()))).ShouldBeLike("INVALID_ARGUMENT INVALID_INPUT tenant_id");
    }

    [Fact]
    public async Task Another_tenant_does_not_exist()
    {
        var (tenant, other) = (await world.NewTenant(), await world.NewTenant());
        await world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(other));
        (await Refused.Call(world.Configs.UpsertTenantConfigAsync(Some.Config(other), world.Of(tenant)))).ShouldBeLike("NOT_FOUND TENANT_NOT_FOUND tenant_id");
        (await Refused.Call(world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest { TenantId = other.Id }, world.Of(tenant)))).ShouldBeLike("NOT_FOUND TENANT_NOT_FOUND tenant_id");
    }

    [Fact]
    public async Task A_tenant_that_nobody_opened_does_not_exist_for_a_platform_administrator_either()
    {
        var nobody = new Tenant { Id = Guid.NewGuid().ToString() };
        (await Refused.Call(world.Configs.UpsertTenantConfigAsync(Some.Config(nobody), world.Admin()))).Reason.ShouldBe("TENANT_NOT_FOUND");
        (await Refused.Call(world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest { TenantId = nobody.Id }, world.Admin()))).Reason.ShouldBe("TENANT_NOT_FOUND");
    }

    [Fact]
    public async Task A_tenant_without_a_configuration_hears_so()
    {
        var tenant = await world.NewTenant();
        (await Refused.Call(world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest(), world.Of(tenant)))).ShouldBeLike("NOT_FOUND TENANT_CONFIG_NOT_FOUND");
    }

    [Theory]
    [InlineData("CUSTOMER")]
    [InlineData("VENDOR")]
    public async Task Customers_and_vendors_read_and_do_not_write(string kind)
    {
        var tenant = await world.NewTenant();
        var written = await world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant));
        (await world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest(), world.Of(tenant, kind))).ShouldBe(written);
        (await Refused.Call(world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant, kind)))).Reason.ShouldBe("CALLER_KIND_REFUSED");
    }

    [Fact]
    public async Task Staff_without_the_permission_read_and_do_not_write()
    {
        var tenant = await world.NewTenant();
        await world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant));
        await world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest(), world.Of(tenant, permission: "jobs:work:all"));
        (await Refused.Call(world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant, permission: "jobs:work:all")))).Reason.ShouldBe("PERMISSION_MISSING");
    }

    [Fact]
    public async Task The_same_key_gets_the_first_answer_again_and_writes_no_version()
    {
        var (tenant, key) = (await world.NewTenant(), Some.Slug());
        var first = await world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant, key: key));
        using var again = world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant, key: key));
        (await again).ShouldBe(first);
        again.GetTrailers().GetValue("idempotency-replayed").ShouldBe("true");
        (await world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest(), world.Of(tenant))).Version.ShouldBe(1);
    }

    [Fact]
    public async Task Several_at_once_get_a_version_each()
    {
        var tenant = await world.NewTenant();
        var written = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant)).ResponseAsync));
        written.Select(c => c.Version).Order().ShouldBe([1, 2, 3, 4, 5, 6]);
        (await world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest(), world.Of(tenant))).Version.ShouldBe(6);
    }

    [Theory]
    [InlineData(1, -1, "job_steps")]
    [InlineData(-1, 1, "article_attributes")]
    public async Task The_tenants_plan_limits_what_is_written(int steps, int attributes, string field)
    {
        var tenant = await world.NewTenant(await world.NewPlan(steps, attributes));
        (await Refused.Call(world.Configs.UpsertTenantConfigAsync(Some.Config(), world.Of(tenant)))).ShouldBeLike("PERMISSION_DENIED PLAN_LIMIT_EXCEEDED " + field);
        (await Refused.Call(world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest(), world.Of(tenant)))).Reason.ShouldBe("TENANT_CONFIG_NOT_FOUND");
    }

    [Fact]
    public async Task Every_fault_of_a_configuration_is_named_at_once()
    {
        var tenant = await world.NewTenant();
        var faulty = Some.Config(change: c => (c.JobSteps[1].Name, c.SizeRange[0], c.Pagination.PageSize) = ("stitching", "", 0));
        (await Refused.Call(world.Configs.UpsertTenantConfigAsync(faulty, world.Of(tenant))))
            .ShouldBeLike("INVALID_ARGUMENT INVALID_INPUT job_steps[1].name size_range[0] pagination.page_size");
    }

    [Fact]
    public async Task A_platform_administrator_who_looks_leaves_a_trace_in_the_tenant()
    {
        var tenant = await world.NewTenant();
        await Refused.Call(world.Configs.GetTenantConfigAsync(new GetTenantConfigRequest { TenantId = tenant.Id }, world.Admin()));
        (await world.Rows($"select actor_kind from audit_entries where tenant_id = '{tenant.Id}' and action = 'tenant_config.read'")).ShouldBe(["PLATFORM"]);
    }
}
