using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using MicrosoftOptions = Microsoft.Extensions.Options.Options;

namespace FactoryFlow.Identity.Users;

/// <summary>
/// Hashes passwords with the framework's PBKDF2-HMAC-SHA512. What is stored begins with the algorithm's name, so that
/// another one can take over; the framework's own format behind it carries iterations and salt.
/// </summary>
/// <param name="iterations">How often the function is iterated.</param>
internal sealed class PasswordHash(int iterations = PasswordHash.Iterations)
{
    /// <summary>OWASP's count for PBKDF2-HMAC-SHA512.</summary>
    public const int Iterations = 210_000;

    private const string Algorithm = "pbkdf2-sha512$";

    private readonly PasswordHasher<object> _hasher = new(MicrosoftOptions.Create(new PasswordHasherOptions { IterationCount = iterations }));
    private string? _nobodys;

    /// <summary>As it is configured. Only in Development may it be fewer than <see cref="Iterations" />, for tests that have more people sign in than they prove anything of it.</summary>
    /// <exception cref="InvalidOperationException">It is no number, or passwords would be cheaper to guess than they must be.</exception>
    public static PasswordHash From(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration["Identity:PasswordIterations"] is not { Length: > 0 } text) return new PasswordHash();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= (environment.IsDevelopment() ? 1 : Iterations)
            ? new PasswordHash(number)
            : throw new InvalidOperationException($"Identity__PasswordIterations must be a number from {Iterations} on.");
    }

    public string Of(string password) => Algorithm + _hasher.HashPassword(Algorithm, password);

    /// <summary>Compares a password with what is stored; with nothing stored it works as long and fails.</summary>
    public PasswordMatch Match(string? stored, string password)
    {
        var hash = stored ?? (_nobodys ??= Of(Convert.ToHexString(RandomNumberGenerator.GetBytes(32))));
        if (!hash.StartsWith(Algorithm, StringComparison.Ordinal))
            throw new InvalidOperationException("A stored password names an algorithm that this version does not know.");

        var result = _hasher.VerifyHashedPassword(Algorithm, hash[Algorithm.Length..], password);
        if (stored is null) return PasswordMatch.None;
        return result switch
        {
            PasswordVerificationResult.Success => PasswordMatch.Full,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordMatch.Outdated,
            _ => PasswordMatch.None,
        };
    }
}

/// <summary>How a password compares with what is stored.</summary>
internal enum PasswordMatch
{
    /// <summary>It is another one.</summary>
    None,

    /// <summary>It is the one, stored with weaker parameters than today's.</summary>
    Outdated,

    /// <summary>It is the one.</summary>
    Full,
}
