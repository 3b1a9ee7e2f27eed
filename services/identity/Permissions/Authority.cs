using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Identity.Permissions;

/// <summary>
/// What a caller may hand on and whom they may change: nobody gives what they do not hold, and nobody changes who holds more.
/// Held is what the token says and the database still does, so that neither a narrow key nor a right just lost can be handed on.
/// </summary>
internal sealed class Authority
{
    /// <summary>Who holds this opens every factory, and decides about it.</summary>
    public static readonly Permission EveryFactory = Permission.Parse("factories:update:all");

    private readonly PermissionSet _token, _stored;
    private readonly IReadOnlyList<FactoryAccess> _factories;

    internal Authority(PermissionSet token, PermissionSet stored, IReadOnlyList<FactoryAccess> factories) => (_token, _stored, _factories) = (token, stored, factories);

    /// <summary>Whether the caller decides about every factory.</summary>
    public bool HoldsEveryFactory => _token.Holds(EveryFactory) && _stored.Holds(EveryFactory);

    /// <summary>The caller's, with what the transaction knows of them.</summary>
    /// <exception cref="Refusal">PERMISSION_NOT_HELD: the caller is no user of the tenant, but a program.</exception>
    public static Authority Of(Caller caller, Grants known) => known.Find(caller.Subject) is { } user
        ? new(PermissionSet.Of(caller), user.IsActive ? user.Rights().Effective : PermissionSet.Nothing, user.IsActive ? [.. caller.Factories.Where(f => f.IsWithin(user.Access))] : [])
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
