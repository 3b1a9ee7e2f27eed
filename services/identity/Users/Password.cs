using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Identity.Users;

/// <summary>What a password must be: long, and nothing else (NIST SP 800-63B asks for no mixture of characters).</summary>
internal static class Password
{
    public const int MinLength = 12;
    public const int MaxLength = 128;

    /// <summary>Checks a password that somebody chooses; it is kept exactly as it is, blanks included.</summary>
    public static string NewPassword(this Check check, string field, string value)
    {
        if (value.Length == 0) check.Fault(field, "is required");
        else check.That(value.Length is >= MinLength and <= MaxLength, field, $"must have {MinLength} to {MaxLength} characters");
        return value;
    }

    /// <summary>Checks a password that somebody signs in with: only what bounds our work, since older rules may have allowed less.</summary>
    public static string GivenPassword(this Check check, string field, string value)
    {
        if (value.Length == 0) check.Fault(field, "is required");
        else check.That(value.Length <= MaxLength, field, $"must have at most {MaxLength} characters");
        return value;
    }
}
