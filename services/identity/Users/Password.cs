using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Identity.Users;

/// <summary>The password of somebody who signs in; one that is chosen is the platform's <see cref="Check.NewPassword" />.</summary>
internal static class Password
{
    /// <summary>Checks a password that somebody signs in with: only what bounds our work, since older rules may have allowed less.</summary>
    public static string GivenPassword(this Check check, string field, string value)
    {
        if (value.Length == 0) check.Fault(field, "is required");
        else check.That(value.Length <= Check.LongestPassword, field, $"must have at most {Check.LongestPassword} characters");
        return value;
    }
}
