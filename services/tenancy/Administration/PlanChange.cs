using FactoryFlow.Events.Tenancy;
using FactoryFlow.Tenancy.Usage;
using FactoryFlow.Tenancy.V1;
using Limited = FactoryFlow.Tenancy.V1.LimitUsage.Types.Limit;

namespace FactoryFlow.Tenancy.Administration;

/// <summary>The rules of a change of plan.</summary>
internal static class PlanChange
{
    /// <summary>What becomes of what a tenant uses when it changes to a plan.</summary>
    public static PlanChangePreview Preview(V1.Usage usage, V1.Plan plan) => new()
    {
        Plan = usage.Plan,
        NewPlan = plan.Slug,
        Limits = { usage.Limits.Select(used => Of(used, TenantUsage.Allowed(plan.Limits, used.Limit))) },
        RateLimits = usage.RateLimits,
        NewRateLimits = plan.RateLimits,
    };

    private static LimitChange Of(LimitUsage usage, int allowed)
    {
        var change = new LimitChange { Usage = usage, NewAllowed = allowed, Effect = Effect(usage, allowed) };
        if (usage.HasUsed) change.Exceeds = allowed != TenantLimits.Unlimited && usage.Used > allowed;
        return change;
    }

    private static string Effect(LimitUsage usage, int allowed) => usage switch
    {
        _ when allowed == TenantLimits.Unlimited => "As many as you like.",
        { HasUsed: false } => "How many there are is not known just now; beyond the limit none can be created.",
        { Used: var used } when used < allowed => FormattableString.Invariant($"{allowed - used} more can be created."),
        { Used: var used } when used == allowed => "All are used: no more can be created until one is deleted.",
        { Limit: Limited.MaxJobSteps or Limited.MaxArticleAttributes, Used: var used } =>
            FormattableString.Invariant($"Nothing is deleted: the configuration stays in force with its {used}; the next one that is written may have {allowed}."),
        { Used: var used } => FormattableString.Invariant($"Nothing is deleted: all {used} stay; no more can be created until fewer than {allowed} are left."),
    };
}
