using Grpc.Core;

namespace FactoryFlow.Platform.Errors;

/// <summary>The reasons that every service may answer, in order of precedence.</summary>
public static class CommonReasons
{
    /// <summary>No bearer token.</summary>
    public static readonly Reason TokenMissing = new(
        "TOKEN_MISSING", StatusCode.Unauthenticated, "The call carries no access token: sign in and send it as `Authorization: Bearer <token>`.");

    /// <summary>A token that is not ours or not intact.</summary>
    public static readonly Reason TokenInvalid = new(
        "TOKEN_INVALID", StatusCode.Unauthenticated, "The access token is not valid: sign in again.");

    /// <summary>A token past its time.</summary>
    public static readonly Reason TokenExpired = new(
        "TOKEN_EXPIRED", StatusCode.Unauthenticated, "The access token has expired: refresh the session.");

    /// <summary>The wrong kind of caller.</summary>
    public static readonly Reason CallerKindRefused = new(
        "CALLER_KIND_REFUSED", StatusCode.PermissionDenied, "This call is not for callers of this kind.");

    /// <summary>The caller lacks the permission.</summary>
    public static readonly Reason PermissionMissing = new(
        "PERMISSION_MISSING", StatusCode.PermissionDenied, "The caller does not hold the permission that this call requires.");

    /// <summary>A key is required and none was sent.</summary>
    public static readonly Reason IdempotencyKeyRequired = new(
        "IDEMPOTENCY_KEY_REQUIRED", StatusCode.InvalidArgument, "Money moves or work is recorded: send an `Idempotency-Key` so that a repeated call counts once.");

    /// <summary>A key that cannot be one.</summary>
    public static readonly Reason IdempotencyKeyInvalid = new(
        "IDEMPOTENCY_KEY_INVALID", StatusCode.InvalidArgument, "An `Idempotency-Key` is 1 to 255 visible ASCII characters.");

    /// <summary>Fields at fault.</summary>
    public static readonly Reason InvalidInput = new(
        "INVALID_INPUT", StatusCode.InvalidArgument, "Some fields are not acceptable: `errors` names each and says why.");

    /// <summary>A page token that was not given out.</summary>
    public static readonly Reason PageTokenInvalid = new(
        "PAGE_TOKEN_INVALID", StatusCode.InvalidArgument, "The page token is not one that this list gave out: start again without it.");

    /// <summary>The same key with other content.</summary>
    public static readonly Reason IdempotencyKeyReused = new(
        "IDEMPOTENCY_KEY_REUSED", StatusCode.AlreadyExists, "The `Idempotency-Key` was used for a different request: send a new key.");

    /// <summary>A change that was decided on an older state.</summary>
    public static readonly Reason EtagMismatch = new(
        "ETAG_MISMATCH", StatusCode.Aborted, "Somebody else changed it since it was read: read it again and decide anew.");

    /// <summary>More than the tenant's plan allows.</summary>
    public static readonly Reason PlanLimitExceeded = new(
        "PLAN_LIMIT_EXCEEDED", StatusCode.PermissionDenied, "The tenant's plan does not allow as many: remove some, or move to a larger plan.")
    {
        Code = "PLAN_LIMIT_EXCEEDED",
    };

    /// <summary>A fact that was not set aside.</summary>
    public static readonly Reason UndeliverableFactNotFound = new(
        "UNDELIVERABLE_FACT_NOT_FOUND", StatusCode.NotFound, "No such fact was set aside by this service: list them to see which there are.");

    /// <summary>A fact that went back to its queue.</summary>
    public static readonly Reason UndeliverableFactRetried = new(
        "UNDELIVERABLE_FACT_RETRIED", StatusCode.FailedPrecondition, "The fact is back in its queue: should it fail again, it can be discarded then.");

    /// <summary>A rule of the database that no reason of a service names.</summary>
    public static readonly Reason Conflict = new(
        "CONFLICT", StatusCode.Aborted, "The call conflicts with what is stored: read it again and retry.");

    /// <summary>Tenancy has not answered for too long.</summary>
    public static readonly Reason TenantConfigTooOld = new(
        "TENANT_CONFIG_TOO_OLD", StatusCode.Unavailable,
        "Tenancy does not answer, and what is known of the tenant's configuration is more than 24 hours old: retry with the same `Idempotency-Key`.");

    /// <summary>The database or another service cannot be reached or is too busy.</summary>
    public static readonly Reason Unavailable = new(
        "UNAVAILABLE", StatusCode.Unavailable, "A part that the call needs cannot be reached just now: retry with the same `Idempotency-Key`.");

    /// <summary>A fault of ours.</summary>
    public static readonly Reason Internal = new(
        "INTERNAL", StatusCode.Internal, "Something failed on our side: quote the request id when you report it.");
}
