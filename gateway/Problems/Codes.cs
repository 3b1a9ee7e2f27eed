namespace FactoryFlow.Gateway.Problems;

/// <summary>The coarse codes that clients branch on; the reason says exactly what happened.</summary>
internal static class Codes
{
    public const string Unauthorized = "UNAUTHORIZED";
    public const string Forbidden = "FORBIDDEN";
    public const string NotFound = "NOT_FOUND";
    public const string ValidationError = "VALIDATION_ERROR";
    public const string Conflict = "CONFLICT";
    public const string WorkflowError = "WORKFLOW_ERROR";
    public const string RateLimited = "RATE_LIMITED";
    public const string Unavailable = "UNAVAILABLE";
    public const string Internal = "INTERNAL";
}
