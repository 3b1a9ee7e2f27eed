using System.Security.Cryptography;
using System.Text;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Identity.Sessions;

/// <summary>
/// Five failures in a row lock sign-in for fifteen minutes. What is counted is what was typed, slug and address, whether or not
/// there is such a user: otherwise the lock itself would tell who exists.
/// </summary>
internal static class SignInLock
{
    public const int Failures = 5;

    /// <summary>How long a lock lasts, and how long a failure is remembered.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(15);

    public static byte[] SubjectOf(string slug, string email) => SHA256.HashData(Encoding.UTF8.GetBytes($"{slug}\n{email}"));

    public static bool IsLocked(int failures, DateTimeOffset last, DateTimeOffset now) => failures >= Failures && IsRemembered(last, now);

    /// <summary>The refusal while it lasts.</summary>
    public static Refusal Refuse(TimeSpan wait) => Reasons.AccountLocked.Refuse(
        $"Sign-in with this address is locked after {Failures} failures. Try again in {Math.Ceiling(wait.TotalMinutes)} minutes, or have a link mailed to it.", wait);

    public static bool IsRemembered(DateTimeOffset last, DateTimeOffset now) => now - last < Duration;
}
