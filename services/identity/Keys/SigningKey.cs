using System.Buffers.Text;
using System.Security.Cryptography;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Keys;

/// <summary>A P-256 key pair that tokens are signed with; its id is its thumbprint.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly ECDsa _pair;

    private SigningKey(ECDsa pair)
    {
        _pair = pair;
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        X = Base64Url.EncodeToString(point.X);
        Y = Base64Url.EncodeToString(point.Y);
        Id = VerificationKey.Thumbprint(X, Y);
    }

    public string Id { get; }

    public string X { get; }

    public string Y { get; }

    public static SigningKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static SigningKey Open(KeyRow row, KeyEncryption encryption)
    {
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(encryption.Open(row.Kid, row.SealedPrivateKey), out _);
        return new SigningKey(pair);
    }

    public byte[] Seal(KeyEncryption encryption)
    {
        var privateKey = _pair.ExportPkcs8PrivateKey();
        var box = encryption.Seal(Id, privateKey);
        CryptographicOperations.ZeroMemory(privateKey);
        return box;
    }

    /// <summary>r and s, 32 bytes each, over the bytes' SHA-256.</summary>
    public byte[] Sign(byte[] bytes)
    {
        // The framework promises nothing about one key in several threads; a signature takes some 30 microseconds.
        lock (_pair) return _pair.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose() => _pair.Dispose();
}
