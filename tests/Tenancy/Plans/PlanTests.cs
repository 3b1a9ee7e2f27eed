using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf.WellKnownTypes;
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
        { "rate_limits.requests_per_minute", p => p.RateLimits.RequestsPerMinute = 0 },
        { "rate_limits.requests_per_minute_per_user", p => p.RateLimits.RequestsPerMinutePerUser = 0 },
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
        var plan = Plan.Of(Some.Plan(p => p.Limits.MaxUsers = 0));
        (plan.Limits.HasMaxUsers, plan.Limits.MaxUsers).ShouldBe((true, 0));
    }

    public static TheoryData<string, UpdatePlanRequest> FaultyChanges => new()
    {
        { "name", new UpdatePlanRequest { Name = " " } },
        { "name", new UpdatePlanRequest { UpdateMask = new FieldMask { Paths = { "name" } } } },
        { "limits.max_workers", new UpdatePlanRequest { Limits = new PlanLimits { MaxWorkers = -2 } } },
        { "rate_limits.requests_per_minute", new UpdatePlanRequest { RateLimits = new PlanRateLimits { RequestsPerMinute = 0 } } },
        { "update_mask", new UpdatePlanRequest { UpdateMask = new FieldMask { Paths = { "slug" } } } },
    };

    [Theory]
    [MemberData(nameof(FaultyChanges), DisableDiscoveryEnumeration = true)]
    public void A_fault_of_a_change_is_named_by_its_field(string field, UpdatePlanRequest request)
    {
        var check = new Check();
        Plan.Change(request, check);
        Should.Throw<Refusal>(check.Done).Faults.Select(f => f.Field).ShouldBe([field]);
    }

    [Fact]
    public void Of_limits_only_those_that_are_given_change()
    {
        var request = new UpdatePlanRequest { Limits = new PlanLimits { MaxWorkers = 0 }, RateLimits = new PlanRateLimits { RequestsPerMinutePerUser = 60 } };
        var changed = Plan.Change(request, new Check())(Plan.Of(Some.Plan()));
        changed.Limits.ShouldBe(new PlanLimits { MaxJobSteps = 10, MaxArticleAttributes = 5, MaxUsers = 3, MaxWorkers = 0 });
        changed.RateLimits.ShouldBe(new PlanRateLimits { RequestsPerMinute = 600, RequestsPerMinutePerUser = 60 });
    }

    [Fact]
    public void What_the_mask_leaves_out_stays()
    {
        var request = new UpdatePlanRequest { Name = "New", Limits = new PlanLimits { MaxWorkers = 0 }, UpdateMask = new FieldMask { Paths = { "name" } } };
        var changed = Plan.Change(request, new Check())(Plan.Of(Some.Plan()));
        (changed.Name, changed.Limits.MaxWorkers).ShouldBe(("New", -1));
    }
}
