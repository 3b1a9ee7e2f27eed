using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FactoryFlow.Platform.Auth;

/// <summary>A public P-256 key that tokens are verified with.</summary>
public sealed class VerificationKey
{
    private const int CoordinateLength = 32;
    private const int SignatureLength = 64;

    private readonly ECDsa _key;
    private volatile bool _withdrawn;

    private VerificationKey(string id, ECDsa key) => (Id, _key) = (id, key);

    /// <summary>The key id that a token's header names.</summary>
    public string Id { get; }

    /// <summary>Whether the key left the key set: what it signed counts no longer, even where it was verified before.</summary>
    public bool IsWithdrawn => _withdrawn;

    /// <summary>The key of a JSON Web Key's coordinates; null when they are not a point on P-256.</summary>
    /// <param name="id">The key id.</param>
    /// <param name="x">The x coordinate, base64url.</param>
    /// <param name="y">The y coordinate, base64url.</param>
    public static VerificationKey? TryCreate(string id, string x, string y)
    {
        if (id.Length == 0 || !StrictBase64Url.TryDecode(x, out var left) || !StrictBase64Url.TryDecode(y, out var right)) return null;
        if (left.Length != CoordinateLength || right.Length != CoordinateLength) return null;
        try
        {
            var point = new ECPoint { X = left, Y = right };
            return new VerificationKey(id, ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point }));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The key id that names a key by its content: its RFC 7638 thumbprint.</summary>
    /// <param name="x">The x coordinate, base64url.</param>
    /// <param name="y">The y coordinate, base64url.</param>
    public static string Thumbprint(string x, string y) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));

    /// <summary>Whether <paramref name="signature" /> (r and s, 32 bytes each) is this key's over <paramref name="signed" />.</summary>
    internal bool Verifies(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength) return false;

        // The framework promises nothing about one key in several threads; verified tokens are remembered, so the lock is rarely contended.
        lock (_key) return _key.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    internal void Withdraw() => _withdrawn = true;
}
