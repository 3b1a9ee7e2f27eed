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
    private readonly PermissionSet _token, _stored;

    internal Authority(PermissionSet token, PermissionSet stored) => (_token, _stored) = (token, stored);

    /// <summary>The caller's, with what the transaction knows of them.</summary>
    /// <exception cref="Refusal">PERMISSION_NOT_HELD: the caller is no user of the tenant, but a program.</exception>
    public static Authority Of(Caller caller, Grants known) => known.Find(caller.Subject) is { } user
        ? new(PermissionSet.Of(caller), user.IsActive ? user.Rights().Effective : PermissionSet.Nothing)
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

    /// <summary>Whether the caller holds a permission.</summary>
    public bool Holds(Permission permission) => _token.Holds(permission) && _stored.Holds(permission);
}
