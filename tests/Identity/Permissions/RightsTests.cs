using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Roles;
using FactoryFlow.Platform.Auth;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Tests.Permissions;

public sealed class RightsTests
{
    /// <summary>Kind, what the role grants, own grants, denials, and what counts in the end.</summary>
    public static TheoryData<Kind, string, string, string, string> Table => new()
    {
        // Staff: role and own grants together, less the denials.
        { Kind.Staff, "jobs:read:all", "", "", "jobs:read:all" },
        { Kind.Staff, "", "jobs:read:all", "", "jobs:read:all" },
        { Kind.Staff, "jobs:read:all", "jobs:create:all", "", "jobs:create:all, jobs:read:all" },
        { Kind.Staff, "jobs:*:*", "jobs:create:all", "", "jobs:*:*" },
        { Kind.Staff, "jobs:*:*", "", "jobs:delete:all", "jobs:*:*, -jobs:delete:all" },
        { Kind.Staff, "jobs:*:*", "", "payments:*:*", "jobs:*:*" },
        { Kind.Staff, "jobs:*:*", "jobs:delete:all", "jobs:delete:all", "jobs:*:*, -jobs:delete:all" },
        { Kind.Staff, "", "", "", "" },
        // Customers: the portal and nothing else; their own grants, where there are any, in place of the role's.
        { Kind.Customer, "portal:orders:*", "", "", "portal:orders:*" },
        { Kind.Customer, "portal:orders:*", "portal:catalog:read", "", "portal:catalog:read" },
        { Kind.Customer, "portal:orders:*", "", "portal:orders:create", "portal:orders:*, -portal:orders:create" },
        { Kind.Customer, "portal:orders:*", "portal:*:*", "portal:quotes:*", "portal:*:*, -portal:quotes:*" },
        { Kind.Customer, "*:*:*", "", "", "portal:*:*" },
        { Kind.Customer, "*:read:*", "", "", "portal:read:*" },
        { Kind.Customer, "jobs:*:*", "", "", "" },
        { Kind.Customer, "portal:*:*", "jobs:read:all", "", "" },
        // Vendors: what was given to them.
        { Kind.Vendor, "tasks:read:assigned", "tasks:work:assigned", "", "tasks:read:assigned, tasks:work:assigned" },
        { Kind.Vendor, "*:*:*", "", "", "projects:read:assigned, requests:read:assigned, requests:work:assigned, tasks:read:assigned, tasks:work:assigned" },
        { Kind.Vendor, "tasks:*:*", "", "tasks:work:*", "tasks:read:assigned, tasks:work:assigned, -tasks:work:*" },
        { Kind.Vendor, "workflows:*:*, tenant-config:*:*, jobs:read:all, tasks:read:all", "", "", "" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void What_counts_depends_on_the_kind(Kind kind, string role, string grants, string denials, string effective)
    {
        var set = Of(kind, role, grants, denials).Effective;
        string.Join(", ", set.Grants.Select(p => p.ToString()).Concat(set.Denials.Select(p => $"-{p}"))).ShouldBe(effective);
    }

    [Theory]
    [InlineData(Kind.Staff, "jobs:*:*", "", "", "jobs:create:all", true, "Held: the role r (jobs:*:*) grants it.")]
    [InlineData(Kind.Staff, "", "jobs:create:all", "", "jobs:create:all", true, "Held: their own grant jobs:create:all grants it.")]
    [InlineData(Kind.Staff, "jobs:*:*", "", "", "payments:create:all", false, "Not held: no role and no grant of their own covers it.")]
    [InlineData(Kind.Staff, "jobs:*:*", "", "jobs:create:*", "jobs:create:all", false, "Not held: the role r (jobs:*:*) grants it, but their denial jobs:create:* takes it away.")]
    [InlineData(Kind.Customer, "*:*:*", "", "", "jobs:create:all", false, "Not held: the role r (*:*:*) grants it, but a CUSTOMER may hold at most portal:*:*.")]
    [InlineData(Kind.Customer, "portal:*:*", "portal:catalog:read", "", "portal:orders:read", false, "Not held: the role r (portal:*:*) grants it, but the customer's own grants stand in place of those of their roles.")]
    public void Why_is_said_in_a_sentence(Kind kind, string role, string grants, string denials, string permission, bool isAllowed, string why) =>
        Of(kind, role, grants, denials).Explain(Permission.Parse(permission)).ShouldBe((isAllowed, why));

    [Fact]
    public void Every_source_says_what_becomes_of_it()
    {
        var sources = Of(Kind.Customer, "*:*:*", "portal:orders:*", "portal:orders:create").Sources;
        sources.Select(s => (s.Role, s.IsReplaced, s.Effective.Length, s.DeniedBy.Length)).ShouldBe([("r", true, 0, 1), (null, false, 1, 1)]);
    }

    [Theory]
    [InlineData("vendor", Kind.Vendor)]
    [InlineData("Portal Admin", Kind.Customer)]
    [InlineData("Buyer", Kind.Customer)]
    [InlineData("Viewer", Kind.Customer)]
    public void A_seeded_role_grants_nothing_that_its_kind_may_not_hold(string name, Kind kind) =>
        SystemRole.OfTenants.Single(r => r.Name == name).Permissions.Select(Permission.Parse).ShouldAllBe(p => KindLimits.Allow(kind, p));

    private static Rights Of(Kind kind, string role, string grants, string denials) =>
        Rights.Of(kind, [("r", Split(role))], Split(grants), Split(denials));

    private static string[] Split(string text) => text.Split(", ", StringSplitOptions.RemoveEmptyEntries);
}
