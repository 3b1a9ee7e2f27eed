namespace FactoryFlow.Gateway.Problems;

/// <summary>The reasons that the gateway itself gives; services give their own.</summary>
internal static class Reasons
{
    public const string RouteNotFound = "ROUTE_NOT_FOUND";
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";
    public const string BodyTooLarge = "BODY_TOO_LARGE";
    public const string BodyTooDeep = "BODY_TOO_DEEP";
    public const string MalformedRequest = "MALFORMED_REQUEST";
    public const string MalformedJson = "MALFORMED_JSON";
    public const string UnknownField = "UNKNOWN_FIELD";
    public const string DuplicateField = "DUPLICATE_FIELD";
    public const string FieldConflict = "FIELD_CONFLICT";
    public const string WrongType = "WRONG_TYPE";
    public const string ValueOutOfRange = "VALUE_OUT_OF_RANGE";
    public const string InvalidValue = "INVALID_VALUE";
    public const string ServiceUnavailable = "SERVICE_UNAVAILABLE";
    public const string DeadlineExceeded = "DEADLINE_EXCEEDED";
    public const string Internal = "INTERNAL";
}
