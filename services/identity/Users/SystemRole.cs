using System.Collections.Immutable;

namespace FactoryFlow.Identity.Users;

/// <summary>A role that is there from the beginning.</summary>
/// <param name="Name">Its name within the tenant.</param>
/// <param name="Permissions">What it grants.</param>
internal sealed record SystemRole(string Name, ImmutableArray<string> Permissions)
{
    /// <summary>Runs a tenant.</summary>
    public static readonly SystemRole Admin = new("admin", ["*:*:*"]);

    /// <summary>Runs the floor: plans and assigns work and sees what it earns, but moves no money.</summary>
    public static readonly SystemRole Supervisor = new(
        "supervisor", ["articles:*:*", "workers:*:*", "jobs:*:*", "workflows:*:*", "tasks:*:*", "ledger:read:*", "payments:read:*", "tenant-config:read:*"]);

    /// <summary>Does the work and sees their own wages.</summary>
    public static readonly SystemRole Worker = new(
        "worker", ["articles:read:all", "jobs:read:all", "jobs:work:all", "tasks:read:own", "tasks:work:own", "ledger:read:own"]);

    /// <summary>The roles of every tenant.</summary>
    public static readonly ImmutableArray<SystemRole> OfTenants = [Admin, Supervisor, Worker];

    /// <summary>Runs the platform; a role of the platform's own tenant.</summary>
    public static readonly SystemRole PlatformAdmin = new("platform-admin", ["*:*:*"]);
}
