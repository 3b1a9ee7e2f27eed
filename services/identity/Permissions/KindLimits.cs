using System.Collections.Immutable;
using FactoryFlow.Platform.Auth;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Permissions;

/// <summary>
/// What people of a kind may hold at most, whatever grants it to them: asked when something is granted, and again when a token is made.
/// </summary>
internal static class KindLimits
{
    private static readonly ImmutableArray<Permission> OfStaff = [Permission.Everything];

    // The portal's `portal.<area>.<action>` is written `portal:<area>:<action>`, word for word and wildcard for wildcard:
    // how much of it a customer reaches needs no scope, since it is always their own.
    private static readonly ImmutableArray<Permission> OfCustomers = [Permission.Parse("portal:*:*")];

    // A vendor reads, and works on, what was given to them: never definitions, never the tenant's settings.
    private static readonly ImmutableArray<Permission> OfVendors =
    [
        .. new[] { "projects:read:assigned", "requests:read:assigned", "requests:work:assigned", "tasks:read:assigned", "tasks:work:assigned" }.Select(Permission.Parse),
    ];

    /// <summary>What people of that kind may hold at most.</summary>
    public static ImmutableArray<Permission> Of(Kind kind) => kind switch
    {
        Kind.Customer => OfCustomers,
        Kind.Vendor => OfVendors,
        _ => OfStaff,
    };

    /// <summary>Whether they may hold all of it.</summary>
    public static bool Allow(Kind kind, Permission permission) => Of(kind).Any(most => most.Covers(permission));

    /// <summary>What of it they may hold.</summary>
    public static IEnumerable<Permission> Within(Kind kind, Permission permission) =>
        Of(kind).Select(most => most.Overlap(permission)).OfType<Permission>();
}
