using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Keys;

/// <summary>A signing key.</summary>
internal sealed record KeyRow(
    string Kid, string X, string Y, byte[] SealedPrivateKey, DateTimeOffset CreateTime, DateTimeOffset SignTime, DateTimeOffset? RetireTime, DateTimeOffset? WithdrawTime)
{
    /// <summary>Whether what it signed counts.</summary>
    public bool IsPublished(DateTimeOffset now) => RetireTime is null || now < RetireTime;

    /// <summary>The public half.</summary>
    public JsonWebKey ToPublicKey() => new() { Kty = "EC", Crv = "P-256", Use = "sig", Alg = TokenFormat.Algorithm, Kid = Kid, X = X, Y = Y };

    /// <summary>The key as its keeper sees it.</summary>
    /// <param name="signer">The id of the key that signs.</param>
    /// <param name="now">The time.</param>
    public V1.SigningKey ToMessage(string? signer, DateTimeOffset now) => new()
    {
        Kid = Kid,
        Status = WithdrawTime is not null ? V1.SigningKey.Types.Status.Withdrawn
            : !IsPublished(now) ? V1.SigningKey.Types.Status.Retired
            : now < SignTime ? V1.SigningKey.Types.Status.Published
            : Kid == signer ? V1.SigningKey.Types.Status.Signing
            : V1.SigningKey.Types.Status.Verifying,
        CreateTime = Wire.Time(CreateTime),
        SignTime = Wire.Time(SignTime),
        RetireTime = Wire.Time(RetireTime),
    };
}
