using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FactoryFlow.Identity.Sessions;

/// <summary>
/// A refresh token: the tenant it belongs to, so that it is looked up behind that tenant's line, and 32 random bytes.
/// Only its SHA-256 is stored, which is enough for a secret that nobody can guess.
/// </summary>
internal sealed class RefreshToken
{
    /// <summary>How long a token can be exchanged for the next.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private const int TenantLength = 16;
    private const int Length = TenantLength + 32;

    private RefreshToken(string text, Guid tenant)
    {
        Text = text;
        TenantId = tenant;
        Hash = SHA256.HashData(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>What the client holds.</summary>
    public string Text { get; }

    /// <summary>The tenant that the token says it belongs to; nothing is believed until the hash is found there.</summary>
    public Guid TenantId { get; }

    /// <summary>What we hold.</summary>
    public byte[] Hash { get; }

    public static RefreshToken New(Guid tenant)
    {
        Span<byte> bytes = stackalloc byte[Length];
        tenant.TryWriteBytes(bytes);
        RandomNumberGenerator.Fill(bytes[TenantLength..]);
        return new RefreshToken(Base64Url.EncodeToString(bytes), tenant);
    }

    /// <summary>The token that a client sent; null when it cannot be one.</summary>
    public static RefreshToken? TryRead(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return text.Length == Base64Url.GetEncodedLength(Length) && Base64Url.IsValid(text, out var length) && length == Length
            && Base64Url.TryDecodeFromChars(text, bytes, out _)
            ? new RefreshToken(text, new Guid(bytes[..TenantLength]))
            : null;
    }

    // A token must not reach a log by being formatted.
    public override string ToString() => nameof(RefreshToken);
}
