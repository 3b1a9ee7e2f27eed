using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Tests.Support;

namespace FactoryFlow.Production.Tests.Jobs;

public sealed class OldConfigTests(World world)
{
    [Fact]
    public async Task A_job_is_created_while_tenancy_does_not_answer_and_says_that_its_configuration_may_be_old()
    {
        var floor = new Floor(world);
        var article = await floor.Article(("Cutting", "0.2500"), ("Sewing", "0.5000"));
        world.Tenancy.FallSilentFor(floor.Tenant);
        var job = await floor.Job(article);
        job.ConfigVersion.ShouldBe(3);
        job.Warnings.ShouldHaveSingleItem().Reason.ShouldBe("TENANT_CONFIG_MAY_BE_OLD");
        world.Service.Log.From(Microsoft.Extensions.Logging.LogLevel.Warning).ShouldContain(line => line.Contains(floor.Tenant.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_is_refused_when_the_configuration_is_known_from_more_than_a_day_ago()
    {
        var floor = new Floor(world);
        var article = await floor.Article();
        await world.Look("update known_tenant_configs set confirm_time = now() - interval '24 hours 1 second' where tenant_id = $1", floor.Tenant);
        world.Tenancy.FallSilentFor(floor.Tenant);
        (await Floor.Refused(() => floor.Job(article))).Reason.ShouldBe(CommonReasons.TenantConfigTooOld);
    }

    [Fact]
    public async Task A_job_is_created_with_a_configuration_that_is_known_from_less_than_a_day_ago()
    {
        var floor = new Floor(world);
        var article = await floor.Article();
        await world.Look("update known_tenant_configs set confirm_time = now() - interval '23 hours 50 minutes' where tenant_id = $1", floor.Tenant);
        world.Tenancy.FallSilentFor(floor.Tenant);
        (await floor.Job(article)).ConfigVersion.ShouldBe(3);
    }

    [Fact]
    public async Task A_rate_that_is_entered_meanwhile_says_so_as_well()
    {
        var floor = new Floor(world);
        var article = await floor.Article();
        world.Tenancy.FallSilentFor(floor.Tenant);
        (await floor.Rate(article, "Cutting", "0.2500")).Warnings.ShouldHaveSingleItem().Reason.ShouldBe("TENANT_CONFIG_MAY_BE_OLD");
    }

    [Fact]
    public async Task While_tenancy_answers_its_answer_holds_and_nothing_is_said()
    {
        var floor = new Floor(world);
        var article = await floor.Article(("Cutting", "0.2500"), ("Sewing", "0.5000"));
        floor.Configure(config => config.Version = 4);
        var job = await floor.Job(article);
        (job.ConfigVersion, job.Warnings.Count).ShouldBe((4, 0));
    }
}
