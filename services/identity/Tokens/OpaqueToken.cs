using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FactoryFlow.Identity.Tokens;

/// <summary>
/// A token that says nothing to whoever holds it, for refreshing, in a mailed link or as a key: the tenant it belongs to, so that it
/// is looked up behind that tenant's line, and 32 random bytes. Only its SHA-256 is stored, which is enough for a secret that nobody can guess.
/// </summary>
internal sealed class OpaqueToken
{
    /// <summary>How many characters one has.</summary>
    public static readonly int TextLength = Base64Url.GetEncodedLength(Length);

    private const int TenantLength = 16;
    private const int Length = TenantLength + 32;

    private OpaqueToken(string text, Guid tenant)
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

    public static OpaqueToken New(Guid tenant)
    {
        Span<byte> bytes = stackalloc byte[Length];
        tenant.TryWriteBytes(bytes);
        RandomNumberGenerator.Fill(bytes[TenantLength..]);
        return new OpaqueToken(Base64Url.EncodeToString(bytes), tenant);
    }

    /// <summary>The token that a client sent; null when it cannot be one.</summary>
    public static OpaqueToken? TryRead(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return text.Length == TextLength && Base64Url.IsValid(text, out var length) && length == Length
            && Base64Url.TryDecodeFromChars(text, bytes, out _)
            ? new OpaqueToken(text, new Guid(bytes[..TenantLength]))
            : null;
    }

    // A token must not reach a log by being formatted.
    public override string ToString() => nameof(OpaqueToken);
}
