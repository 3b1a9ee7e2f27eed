namespace FactoryFlow.Events.Tenancy;

/// <summary>How many of each a tenant may have; -1 is unlimited.</summary>
public sealed record TenantLimits
{
    /// <summary>What stands for "as many as you like".</summary>
    public const int Unlimited = -1;

    /// <summary>Job steps in the configuration.</summary>
    public required int MaxJobSteps { get; init; }

    /// <summary>Article attributes in the configuration.</summary>
    public required int MaxArticleAttributes { get; init; }

    /// <summary>Users, the owner among them.</summary>
    public required int MaxUsers { get; init; }

    /// <summary>Workers.</summary>
    public required int MaxWorkers { get; init; }

    /// <summary>How many the tenant may have of what a limit counts.</summary>
    public int Of(PlanLimit limit) => limit switch
    {
        PlanLimit.MaxJobSteps => MaxJobSteps,
        PlanLimit.MaxArticleAttributes => MaxArticleAttributes,
        PlanLimit.MaxUsers => MaxUsers,
        PlanLimit.MaxWorkers => MaxWorkers,
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "No plan limits this."),
    };
}
