using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Plan = FactoryFlow.Tenancy.Plans.Plan;

namespace FactoryFlow.Tenancy.Tests.Plans;

public sealed class PlanTests
{
    public static TheoryData<string, Action<CreatePlanRequest>> Faults => new()
    {
        { "slug", p => p.Slug = "" },
        { "slug", p => p.Slug = "Upper" },
        { "slug", p => p.Slug = "1st" },
        { "name", p => p.Name = "   " },
        { "name", p => p.Name = new string('x', 201) },
        { "limits.max_job_steps", p => p.Limits.ClearMaxJobSteps() },
        { "limits.max_job_steps", p => p.Limits.MaxJobSteps = -2 },
        { "limits.max_article_attributes", p => p.Limits.ClearMaxArticleAttributes() },
        { "limits.max_users", p => p.Limits.MaxUsers = int.MinValue },
        { "limits.max_workers", p => p.Limits.ClearMaxWorkers() },
        { "rate_limits.requests_per_minute", p => p.RateLimits.RequestsPerMinute = -2 },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    internal void A_fault_is_named_by_its_field(string field, Action<CreatePlanRequest> change)
    {
        var refusal = Should.Throw<Refusal>(() => Plan.Of(Some.Plan(change)));
        refusal.Reason.ShouldBe(CommonReasons.InvalidInput);
        refusal.Faults.Select(f => f.Field).ShouldBe([field]);
    }

    [Fact]
    public void Absent_limits_are_four_faults_and_never_four_zeroes() =>
        Should.Throw<Refusal>(() => Plan.Of(Some.Plan(p => p.Limits = null))).Faults.Count.ShouldBe(4);

    [Fact]
    public void Absent_rate_limits_are_unlimited()
    {
        Plan.Of(Some.Plan(p => p.RateLimits = null)).RateLimits.RequestsPerMinute.ShouldBe(-1);
        Plan.Of(Some.Plan(p => p.RateLimits = new PlanRateLimits())).RateLimits.RequestsPerMinute.ShouldBe(-1);
    }

    [Fact]
    public void A_limit_of_zero_is_a_limit()
    {
        var plan = Plan.Of(Some.Plan(p => (p.Limits.MaxUsers, p.RateLimits.RequestsPerMinute) = (0, 0)));
        (plan.Limits.MaxUsers, plan.RateLimits.RequestsPerMinute).ShouldBe((0, 0));
    }
}
