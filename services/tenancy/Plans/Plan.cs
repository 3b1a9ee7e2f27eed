using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf;

namespace FactoryFlow.Tenancy.Plans;

/// <summary>The rules of plans.</summary>
internal static class Plan
{
    /// <summary>The plan that a request asks for, still without an id.</summary>
    /// <exception cref="Refusal">INVALID_INPUT.</exception>
    public static V1.Plan Of(CreatePlanRequest request)
    {
        var check = new Check();
        var plan = new V1.Plan
        {
            Slug = check.Slug("slug", request.Slug),
            Name = check.Text("name", request.Name, 1, 200),
            Limits = request.Limits ?? new PlanLimits(),
            RateLimits = new PlanRateLimits { RequestsPerMinute = TenantLimits.Unlimited, RequestsPerMinutePerUser = TenantLimits.Unlimited },
        };
        if (request.RateLimits is { } rates) plan.RateLimits.MergeFrom(rates);
        CheckEach(check, "limits", plan.Limits, 0, mustBeGiven: true);
        CheckEach(check, "rate_limits", plan.RateLimits, 1, mustBeGiven: false);
        check.Done();
        return plan;
    }

    /// <summary>What a request makes of a plan: of limits and rate limits those that are given change.</summary>
    public static Func<V1.Plan, V1.Plan> Change(UpdatePlanRequest request, Check check)
    {
        var mask = UpdateMask.Of(check, request, "name", "limits", "rate_limits");
        var change = new V1.Plan();
        if (mask.Has("name")) change.Name = check.Text("name", request.Name, 1, 200);
        if (mask.Has("limits")) change.Limits = request.Limits;
        if (mask.Has("rate_limits")) change.RateLimits = request.RateLimits;
        if (change.Limits is { } limits) CheckEach(check, "limits", limits, 0, mustBeGiven: false);
        if (change.RateLimits is { } rates) CheckEach(check, "rate_limits", rates, 1, mustBeGiven: false);
        return plan =>
        {
            var changed = plan.Clone();
            changed.MergeFrom(change);
            return changed;
        };
    }

    // A rate limit of none would be a suspension that nobody sees.
    private static void CheckEach(Check check, string group, IMessage limits, int least, bool mustBeGiven)
    {
        foreach (var field in limits.Descriptor.Fields.InFieldNumberOrder())
        {
            var name = $"{group}.{field.Name}";
            if (!field.Accessor.HasValue(limits)) check.That(!mustBeGiven, name, "is required; -1 is unlimited");
            else if (field.Accessor.GetValue(limits) is int value && value < least && value != TenantLimits.Unlimited)
                check.Fault(name, FormattableString.Invariant($"is {value}; it must be {least} or more, or -1 for unlimited"));
        }
    }
}
