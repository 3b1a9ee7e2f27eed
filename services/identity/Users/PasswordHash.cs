using System.Buffers.Binary;
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

    // A sign-in beyond would take more than seconds, and a number as large is a slip.
    private const int MostIterations = 10_000_000;

    private const string Algorithm = "pbkdf2-sha512$";

    private readonly PasswordHasher<object> _hasher = new(MicrosoftOptions.Create(new PasswordHasherOptions { IterationCount = iterations }));
    private string? _nobodys;

    /// <summary>As it is configured. Only in Development may it be fewer than <see cref="Iterations" />, for tests that have more people sign in than they prove anything of it.</summary>
    /// <exception cref="InvalidOperationException">It is no number, or passwords would be cheaper to guess than they must be, or sign-ins would take for ever.</exception>
    public static PasswordHash From(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration["Identity:PasswordIterations"] is not { Length: > 0 } text) return new PasswordHash();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= (environment.IsDevelopment() ? 1 : Iterations) && number <= MostIterations
            ? new PasswordHash(number)
            : throw new InvalidOperationException($"Identity__PasswordIterations must be a number from {Iterations} to {MostIterations}.");
    }

    public string Of(string password) => Algorithm + _hasher.HashPassword(Algorithm, password);

    /// <summary>Compares a password with what is stored; with nothing stored it works as long and fails.</summary>
    public PasswordMatch Match(string? stored, string password)
    {
        var hash = stored ?? (_nobodys ??= Of(Convert.ToHexString(RandomNumberGenerator.GetBytes(32))));
        if (!hash.StartsWith(Algorithm, StringComparison.Ordinal))
            throw new InvalidOperationException("A stored password names an algorithm that this version does not know.");

        var result = _hasher.VerifyHashedPassword(Algorithm, hash[Algorithm.Length..], password);
        if (result is PasswordVerificationResult.Failed) IterateTheRest(hash, password);
        if (stored is null) return PasswordMatch.None;
        return result switch
        {
            PasswordVerificationResult.Success => PasswordMatch.Full,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordMatch.Outdated,
            _ => PasswordMatch.None,
        };
    }

    // What was stored with fewer iterations than today's would be refused sooner than an address that nobody has.
    private void IterateTheRest(string hash, string password)
    {
        var bytes = Convert.FromBase64String(hash[Algorithm.Length..]);
        var rest = iterations - BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(5));
        if (rest > 0) Rfc2898DeriveBytes.Pbkdf2(password, bytes.AsSpan(13, 16), rest, HashAlgorithmName.SHA512, 32);
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
