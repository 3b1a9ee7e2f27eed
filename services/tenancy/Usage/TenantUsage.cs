using FactoryFlow.Tenancy.Tenants;
using FactoryFlow.Tenancy.V1;
using Limited = FactoryFlow.Tenancy.V1.LimitUsage.Types.Limit;

namespace FactoryFlow.Tenancy.Usage;

/// <summary>The rules of usage: which limits there are, and what stands beside each.</summary>
internal static class TenantUsage
{
    private static readonly Limited[] Limits = [Limited.MaxJobSteps, Limited.MaxArticleAttributes, Limited.MaxUsers, Limited.MaxWorkers];

    /// <summary>What a tenant uses of each limit, as it was counted; null where the service that counts did not answer.</summary>
    public static V1.Usage Of(TenantRow tenant, Func<Limited, int?> counted)
    {
        var settings = StoredJson.Read<TenantSettings>(tenant.Settings);
        return new V1.Usage
        {
            TenantId = tenant.TenantId.ToString(),
            Plan = tenant.Plan,
            Limits = { Limits.Select(limit => Of(limit, Allowed(settings.Limits, limit), counted(limit))) },
            RateLimits = settings.RateLimits,
        };
    }

    /// <summary>How many a plan allows.</summary>
    public static int Allowed(PlanLimits limits, Limited limit) => limit switch
    {
        Limited.MaxJobSteps => limits.MaxJobSteps,
        Limited.MaxArticleAttributes => limits.MaxArticleAttributes,
        Limited.MaxUsers => limits.MaxUsers,
        Limited.MaxWorkers => limits.MaxWorkers,
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "No plan limits this."),
    };

    private static LimitUsage Of(Limited limit, int allowed, int? used)
    {
        var usage = new LimitUsage { Limit = limit, Allowed = allowed };
        if (used is { } count) usage.Used = count;
        return usage;
    }
}
