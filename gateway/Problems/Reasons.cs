using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Gateway.Problems;

/// <summary>
/// Why the gateway itself refuses, in order of precedence: the common reasons among them are those that services would answer as
/// well, and UNAVAILABLE and INTERNAL may come at any time.
/// </summary>
internal static class Reasons
{
    public static readonly Reason MalformedRequest = new(
        "MALFORMED_REQUEST", StatusCode.InvalidArgument, "The request cannot be read as HTTP: correct the client.");

    public static readonly Reason OriginRefused = new(
        "ORIGIN_REFUSED", StatusCode.PermissionDenied, "Pages of this origin may not call: the platform's operator adds it to the tenant's CORS origins.");

    public static readonly Reason RouteNotFound = new(
        "ROUTE_NOT_FOUND", StatusCode.NotFound, "There is nothing at this path: compare it with the API description.");

    public static readonly Reason MethodNotAllowed = new(
        "METHOD_NOT_ALLOWED", StatusCode.InvalidArgument, "The path does not take this method: the `Allow` header names those that it takes.")
    {
        HttpStatus = StatusCodes.Status405MethodNotAllowed,
    };

    public static readonly Reason RateLimited = new(
        "RATE_LIMITED", StatusCode.ResourceExhausted, "Too many calls in a minute: wait as long as `Retry-After` says. Without a valid token this is asked before what is wrong with the token, with one after `TENANT_SUSPENDED`.");

    public static readonly Reason TokenMissing = CommonReasons.TokenMissing;

    public static readonly Reason ApiKeyRefused = new(
        "API_KEY_REFUSED", StatusCode.Unauthenticated, "The API key is unknown, has expired or was revoked: use another.");

    public static readonly Reason TokenInvalid = CommonReasons.TokenInvalid;

    public static readonly Reason TokenExpired = CommonReasons.TokenExpired;

    public static readonly Reason SessionEnded = new(
        "SESSION_ENDED", StatusCode.Unauthenticated, "The session has ended: sign in again.");

    public static readonly Reason TokenOutdated = new(
        "TOKEN_OUTDATED", StatusCode.Unauthenticated, "What the caller may do has changed since the access token was issued: refresh the session.");

    public static readonly Reason CsrfTokenInvalid = new(
        "CSRF_TOKEN_INVALID", StatusCode.PermissionDenied, "A call that changes something came with cookies and without their CSRF token: send the cookie's value as `X-CSRF-Token`.");

    public static readonly Reason TenantMismatch = new(
        "TENANT_MISMATCH", StatusCode.PermissionDenied, "`X-Tenant-ID` or the address names another tenant than the caller's: the token alone says whose call it is.")
    {
        Code = "TENANT_MISMATCH",
    };

    public static readonly Reason TenantSuspended = new(
        "TENANT_SUSPENDED", StatusCode.PermissionDenied, "The tenant is suspended or closed: ask the platform's operator.");

    public static readonly Reason BodyTooLarge = new(
        "BODY_TOO_LARGE", StatusCode.InvalidArgument, $"The body is larger than {GatewaySettings.MostBodyBytes} bytes: send less at once.")
    {
        HttpStatus = StatusCodes.Status413PayloadTooLarge,
    };

    public static readonly Reason BodyTooSlow = new(
        "BODY_TOO_SLOW", StatusCode.DeadlineExceeded, "The body did not come in time, and nothing was done: send it again, faster or in smaller parts.")
    {
        HttpStatus = StatusCodes.Status408RequestTimeout,
    };

    public static readonly Reason UnsupportedMediaType = new(
        "UNSUPPORTED_MEDIA_TYPE", StatusCode.InvalidArgument, "The body is of a type that is not taken: send `application/json` in UTF-8.")
    {
        HttpStatus = StatusCodes.Status415UnsupportedMediaType,
    };

    public static readonly Reason MalformedJson = new(
        "MALFORMED_JSON", StatusCode.InvalidArgument, "The body is not valid JSON in UTF-8: `detail` says where it breaks.");

    public static readonly Reason BodyTooDeep = new(
        "BODY_TOO_DEEP", StatusCode.InvalidArgument, $"The body is nested deeper than {GatewaySettings.MostBodyDepth} levels.");

    public static readonly Reason UnknownField = new(
        "UNKNOWN_FIELD", StatusCode.InvalidArgument, "The call does not know a field or query parameter: `errors` names each.");

    public static readonly Reason DuplicateField = new(
        "DUPLICATE_FIELD", StatusCode.InvalidArgument, "A field is given twice, perhaps under both of its names: send it once.");

    public static readonly Reason FieldConflict = new(
        "FIELD_CONFLICT", StatusCode.InvalidArgument, "A field contradicts the path, or another field that it excludes: send only one of them.");

    public static readonly Reason WrongType = new(
        "WRONG_TYPE", StatusCode.InvalidArgument, "A value is not of the type that its field has: `errors` says which type that is.");

    public static readonly Reason ValueOutOfRange = new(
        "VALUE_OUT_OF_RANGE", StatusCode.InvalidArgument, "A number is beyond what its field can hold: `errors` names the bounds.");

    public static readonly Reason InvalidValue = new(
        "INVALID_VALUE", StatusCode.InvalidArgument, "A text does not have the form that its field takes: `errors` describes that form.");

    public static readonly Reason IfMatchInvalid = new(
        "IF_MATCH_INVALID", StatusCode.InvalidArgument, "`If-Match` is one etag in double quotes, the same as `etag` where that is given too, and only for calls that take an `etag`.");

    public static readonly Reason ConditionNotTaken = new(
        "CONDITION_NOT_TAKEN", StatusCode.InvalidArgument, "A call that changes something is sent under a condition that it cannot hold to, such as `If-None-Match`: use `If-Match`, or none.");

    public static readonly Reason DeadlineExceeded = new(
        "DEADLINE_EXCEEDED", StatusCode.DeadlineExceeded,
        "The service did not answer in time; whether it did the work is not known: retry with the same `Idempotency-Key`.");
}
