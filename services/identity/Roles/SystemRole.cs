using System.Collections.Immutable;

namespace FactoryFlow.Identity.Roles;

/// <summary>A role that is there from the beginning. Every tenant is given what this version says of it when the service starts.</summary>
/// <param name="Name">Its name within the tenant.</param>
/// <param name="Permissions">What it grants.</param>
internal sealed record SystemRole(string Name, ImmutableArray<string> Permissions)
{
    /// <summary>Counts what is said here: higher by one whenever a permission of a role changes, so that a process of before changes nothing back.</summary>
    public const int Edition = 1;

    /// <summary>Runs a tenant.</summary>
    public static readonly SystemRole Admin = new("admin", ["*:*:*"]);

    /// <summary>
    /// Runs the floor: plans and assigns work, takes orders and workflows on their way and sees what work earns, but makes no orders, decides no
    /// wage, takes none back, and says of no workflow or order how it goes. Each permission stands here by itself, so that a new one of the same
    /// resource is not held before somebody has thought of it.
    /// </summary>
    public static readonly SystemRole Supervisor = new("supervisor",
    [
        "articles:create:all", "articles:delete:all", "articles:read:all", "articles:update:all", "factories:read:all",
        "jobs:assign:all", "jobs:create:all", "jobs:delete:all", "jobs:read:*", "jobs:work:*", "ledger:read:*", "orders:read:all", "orders:transition:all", "payments:read:*",
        "service-categories:read:all", "tasks:assign:all", "tasks:read:*", "tasks:work:*", "tenant-config:read:*", "users:read:all",
        "workers:create:all", "workers:delete:all", "workers:read:*", "workers:update:all",
        "workflows:cancel:all", "workflows:operate:all", "workflows:read:all", "workflows:signal:all", "workflows:start:all", "workflows:transition:*",
    ]);

    /// <summary>Does the work and sees their own wages.</summary>
    public static readonly SystemRole Worker = new(
        "worker", ["articles:read:all", "jobs:read:assigned", "jobs:work:assigned", "ledger:read:own", "tasks:read:own", "tasks:work:own", "workers:read:own"]);

    /// <summary>Sees what was given to their vendor, and changes nothing.</summary>
    public static readonly SystemRole Vendor = new("vendor", ["projects:read:assigned", "requests:read:assigned", "tasks:read:assigned"]);

    /// <summary>May do everything in the portal.</summary>
    public static readonly SystemRole PortalAdmin = new("Portal Admin", ["portal:*:*"]);

    /// <summary>Orders for a customer.</summary>
    public static readonly SystemRole Buyer = new("Buyer", ["portal:account:*", "portal:catalog:*", "portal:orders:*", "portal:quotes:*"]);

    /// <summary>Looks, for a customer.</summary>
    public static readonly SystemRole Viewer = new("Viewer", ["portal:catalog:read", "portal:invoices:read", "portal:orders:read"]);

    /// <summary>The roles of every tenant.</summary>
    public static readonly ImmutableArray<SystemRole> OfTenants = [Admin, Supervisor, Worker, Vendor, PortalAdmin, Buyer, Viewer];

    /// <summary>Runs the platform; a role of the platform's own tenant.</summary>
    public static readonly SystemRole PlatformAdmin = new("platform-admin", ["*:*:*"]);
}
