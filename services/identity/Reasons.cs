using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity;

/// <summary>Why identity refuses, in order of precedence.</summary>
internal static class Reasons
{
    public static readonly Reason AccountLocked = new(
        "ACCOUNT_LOCKED", StatusCode.PermissionDenied, "Five sign-ins in a row failed: wait 15 minutes, then try again.");

    public static readonly Reason SignInRefused = new(
        "SIGN_IN_REFUSED", StatusCode.Unauthenticated, "The tenant, the address or the password is not right: check all three.");

    public static readonly Reason SessionEnded = new(
        "SESSION_ENDED", StatusCode.Unauthenticated, "The session has ended: sign in again.");

    public static readonly Reason TenantSlugTaken = new(
        "TENANT_SLUG_TAKEN", StatusCode.AlreadyExists, "Another tenant has this slug: choose another.")
    {
        Constraint = "tenants_slug_key", Field = "tenant_slug",
    };
}
