using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Plans;

/// <summary>The rules of plans.</summary>
internal static class Plan
{
    /// <summary>What stands for "as many as you like".</summary>
    public const int Unlimited = -1;

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
            RateLimits = new PlanRateLimits { RequestsPerMinute = Unlimited },
        };
        Limit(check, "limits.max_job_steps", plan.Limits.HasMaxJobSteps, plan.Limits.MaxJobSteps);
        Limit(check, "limits.max_article_attributes", plan.Limits.HasMaxArticleAttributes, plan.Limits.MaxArticleAttributes);
        Limit(check, "limits.max_users", plan.Limits.HasMaxUsers, plan.Limits.MaxUsers);
        Limit(check, "limits.max_workers", plan.Limits.HasMaxWorkers, plan.Limits.MaxWorkers);
        if (request.RateLimits is { HasRequestsPerMinute: true } rates)
        {
            plan.RateLimits.RequestsPerMinute = rates.RequestsPerMinute;
            Limit(check, "rate_limits.requests_per_minute", isGiven: true, rates.RequestsPerMinute);
        }

        check.Done();
        return plan;
    }

    private static void Limit(Check check, string field, bool isGiven, int value)
    {
        if (!isGiven) check.Fault(field, "is required; -1 is unlimited");
        else check.That(value >= Unlimited, field, FormattableString.Invariant($"is {value}; it must be 0 or more, or -1 for unlimited"));
    }
}
