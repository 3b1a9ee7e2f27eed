namespace FactoryFlow.Events.Tenancy;

/// <summary>What a plan limits. The service that owns the counted thing enforces its limit.</summary>
public enum PlanLimit
{
    /// <summary>Job steps in a tenant's configuration.</summary>
    MaxJobSteps,

    /// <summary>Article attributes in a tenant's configuration.</summary>
    MaxArticleAttributes,

    /// <summary>Users, the owner among them.</summary>
    MaxUsers,

    /// <summary>Workers.</summary>
    MaxWorkers,
}
