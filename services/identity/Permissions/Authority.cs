using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Identity.Permissions;

/// <summary>
/// What a caller may hand on and whom they may change: nobody gives what they do not hold, nor a role that they do not have, and nobody changes who holds more.
/// Held is what the token says and the database still does, so that neither a narrow key nor a right just lost can be handed on.
/// </summary>
internal sealed class Authority
{
    /// <summary>Who holds this opens every factory, and decides about it.</summary>
    public static readonly Permission EveryFactory = Permission.Parse("factories:update:all");

    private readonly PermissionSet _token, _stored;
    private readonly IReadOnlyList<FactoryAccess> _factories;
    private readonly IReadOnlyList<string> _roles;

    private Authority(PermissionSet token, PermissionSet stored, IReadOnlyList<FactoryAccess> factories, IReadOnlyList<string> roles) =>
        (_token, _stored, _factories, _roles) = (token, stored, factories, roles);

    /// <summary>Whether there is nothing that the caller may not do.</summary>
    public bool HoldsEverything => _token.IsEverything && _stored.IsEverything;

    /// <summary>Whether the caller decides about every factory.</summary>
    public bool HoldsEveryFactory => _token.Holds(EveryFactory) && _stored.Holds(EveryFactory);

    /// <summary>The caller's, with what the transaction knows of them.</summary>
    /// <exception cref="Refusal">PERMISSION_NOT_HELD: the caller is no user of the tenant, but a program.</exception>
    public static Authority Of(Caller caller, Grants known) => known.Find(caller.Subject) is { } user
        ? user.IsActive
            ? new(PermissionSet.Of(caller), user.Rights().Effective, [.. caller.Factories.Where(f => f.IsWithin(user.Access))], [.. user.Roles.Select(r => r.Name).Intersect(caller.Roles, StringComparer.Ordinal)])
            : new(PermissionSet.Of(caller), PermissionSet.Nothing, [], [])
        : throw Reasons.PermissionNotHeld.Refuse("A program invites nobody, makes nobody and changes nobody's rights, with whatever key. Sign in as a person.");

    /// <summary>Refuses unless the caller holds everything that the set allows.</summary>
    /// <param name="set">What is handed on, or what somebody holds who is changed.</param>
    /// <param name="whose">Who or what allows it, to begin a sentence: "The role worker".</param>
    /// <exception cref="Refusal">PERMISSION_NOT_HELD.</exception>
    public void Require(PermissionSet set, string whose)
    {
        if ((_token.Lacks(set) ?? _stored.Lacks(set)) is { } missing)
            throw Reasons.PermissionNotHeld.Refuse($"{whose} holds {missing}, and you do not: only who holds it may give, change or take it.");
    }

    /// <summary>
    /// Refuses unless the caller has each of these roles, or holds everything. What a role grants is not all that it is: workflows and orders ask
    /// for one by its name, so that one without any permission may be worth the most.
    /// </summary>
    /// <param name="roles">Those that somebody is given.</param>
    /// <exception cref="Refusal">PERMISSION_NOT_HELD.</exception>
    public void RequireRoles(IEnumerable<UserRoleRow> roles)
    {
        if (!HoldsEverything && roles.FirstOrDefault(role => !_roles.Contains(role.Name)) is { } missing)
            throw Reasons.PermissionNotHeld.Refuse($"You do not have the role {missing.Name}: only who has it, or holds everything, may give it.");
    }

    /// <summary>Refuses unless the caller may do as much in every factory as somebody who is changed.</summary>
    /// <param name="user">Whom the caller changes.</param>
    /// <exception cref="Refusal">PERMISSION_NOT_HELD.</exception>
    public void RequireFactories(User user)
    {
        if (HoldsEveryFactory) return;
        foreach (var access in user.Access)
            if (!Reaches(access))
                throw Reasons.PermissionNotHeld.Refuse($"{user.Profile.Email} has access to the factory {access.FactoryId} ({access.Level}), and you have less: only who has it, or holds {EveryFactory}, may change them.");
    }

    /// <summary>Whether the caller may do so much in a factory.</summary>
    public bool Reaches(FactoryAccess access) => access.IsWithin(_factories);
}
