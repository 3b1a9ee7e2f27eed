using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity;

/// <summary>Why identity refuses, in order of precedence.</summary>
internal static class Reasons
{
    public static readonly Reason RateLimited = new(
        "RATE_LIMITED", StatusCode.ResourceExhausted, "Too many tries from one address, or for one account, by somebody who has not signed in: wait as long as `Retry-After` says.");

    public static readonly Reason AccountLocked = new(
        "ACCOUNT_LOCKED", StatusCode.PermissionDenied, "Five sign-ins in a row failed: wait 15 minutes, then try again.");

    public static readonly Reason SignInRefused = new(
        "SIGN_IN_REFUSED", StatusCode.Unauthenticated, "The tenant, the address or the password is not right: check all three.");

    public static readonly Reason TenantSuspended = new(
        "TENANT_SUSPENDED", StatusCode.PermissionDenied, "The tenant is suspended or closed: ask the platform's operator. Said only to who proved who they are.");

    public static readonly Reason ApiKeyRefused = new(
        "API_KEY_REFUSED", StatusCode.Unauthenticated, "The API key is unknown, has expired or was revoked: use another.");

    public static readonly Reason PasswordWrong = new(
        "PASSWORD_WRONG", StatusCode.InvalidArgument, "The current password is not right: type it again, or have a link to a new one mailed.");

    public static readonly Reason LinkInvalid = new(
        "LINK_INVALID", StatusCode.InvalidArgument, "The mailed link was used, was replaced by a newer one, or has expired: ask for another.");

    public static readonly Reason SignupRefused = new(
        "SIGNUP_REFUSED", StatusCode.PermissionDenied, "There is no such tenant, or nobody signs up with it by themselves: ask it for an invitation.");

    public static readonly Reason SessionEnded = new(
        "SESSION_ENDED", StatusCode.Unauthenticated, "The session has ended: sign in again.");

    public static readonly Reason SessionNotFound = new(
        "SESSION_NOT_FOUND", StatusCode.NotFound, "There is no such session, or it is not the caller's to end.");

    public static readonly Reason UserNotFound = new("USER_NOT_FOUND", StatusCode.NotFound, "There is no such user.");

    public static readonly Reason RoleNotFound = new("ROLE_NOT_FOUND", StatusCode.NotFound, "There is no such role: list the roles to see which there are.");

    public static readonly Reason FactoryNotFound = new("FACTORY_NOT_FOUND", StatusCode.NotFound, "There is no such factory.");

    public static readonly Reason FactoryAccessNotFound = new(
        "FACTORY_ACCESS_NOT_FOUND", StatusCode.NotFound, "The user has no access to such a factory: give it first.");

    public static readonly Reason ApiKeyNotFound = new("API_KEY_NOT_FOUND", StatusCode.NotFound, "There is no such API key: list the keys to see which there are.");

    public static readonly Reason ApiKeyRevoked = new(
        "API_KEY_REVOKED", StatusCode.FailedPrecondition, "The API key was revoked, which is for good: make another one.");

    public static readonly Reason InvitationNotFound = new(
        "INVITATION_NOT_FOUND", StatusCode.NotFound, "There is no such invitation: list the invitations to see which there are.");

    public static readonly Reason InvitationEnded = new(
        "INVITATION_ENDED", StatusCode.FailedPrecondition, "The invitation was accepted, or taken back: there is nothing left to do with it.");

    public static readonly Reason RoleIsSystem = new(
        "ROLE_IS_SYSTEM", StatusCode.FailedPrecondition, "Every tenant has this role as it is: create one of your own.");

    public static readonly Reason PermissionNotForKind = new(
        "PERMISSION_NOT_FOR_KIND", StatusCode.InvalidArgument, "A customer may hold permissions of the portal only, a vendor only those on what was given to them.");

    public static readonly Reason PermissionNotHeld = new(
        "PERMISSION_NOT_HELD", StatusCode.PermissionDenied, "Nobody gives, changes or takes what they do not hold themselves: ask somebody who holds it.");

    public static readonly Reason SelfRefused = new(
        "SELF_REFUSED", StatusCode.FailedPrecondition, "Nobody deactivates or deletes themselves, or changes their own roles: ask another administrator.");

    public static readonly Reason RoleInUse = new("ROLE_IN_USE", StatusCode.FailedPrecondition, "People have this role: take it from them first.");

    public static readonly Reason FactoriesTooMany = new(
        "FACTORIES_TOO_MANY", StatusCode.FailedPrecondition, "A user has access to at most 50 factories: take another one from them first.");

    public static readonly Reason UserEmailTaken = new("USER_EMAIL_TAKEN", StatusCode.AlreadyExists, "Another user of the tenant has this address: choose another.")
    {
        Constraint = "users_email_key", Field = "email",
    };

    public static readonly Reason InvitationPending = new(
        "INVITATION_PENDING", StatusCode.AlreadyExists, "The address was invited and has not answered: mail that invitation again, or take it back first.")
    {
        Constraint = "invitations_email_key", Field = "email",
    };

    public static readonly Reason RoleNameTaken = new("ROLE_NAME_TAKEN", StatusCode.AlreadyExists, "Another role of the tenant has this name: choose another.")
    {
        Constraint = "roles_name_key", Field = "name",
    };

    public static readonly Reason LastAdministrator = new(
        "LAST_ADMINISTRATOR", StatusCode.FailedPrecondition, "Nobody would be left who can sign in and may do everything: make somebody else an administrator first.");

    public static readonly Reason PermissionsTooMany = new(
        "PERMISSIONS_TOO_MANY", StatusCode.FailedPrecondition, "Roles and grants would no longer fit into an access token: use wildcards, or fewer roles.");

    public static readonly Reason SigningKeyNotFound = new(
        "SIGNING_KEY_NOT_FOUND", StatusCode.NotFound, "There is no such signing key: list the keys to see which there are.");

    public static readonly Reason TenantSlugTaken = new(
        "TENANT_SLUG_TAKEN", StatusCode.AlreadyExists, "Another tenant has this slug: choose another.")
    {
        Constraint = "tenants_slug_key", Field = "tenant_slug",
    };
}
