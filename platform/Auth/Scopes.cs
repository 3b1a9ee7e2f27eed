namespace FactoryFlow.Platform.Auth;

/// <summary>The scopes that every resource may have; a resource with others compares their text.</summary>
public static class Scopes
{
    /// <summary>Everything of the tenant's.</summary>
    public const string All = "all";

    /// <summary>What was given to the caller to work on.</summary>
    public const string Assigned = "assigned";

    /// <summary>What the caller made, or is about the caller.</summary>
    public const string Own = "own";
}
