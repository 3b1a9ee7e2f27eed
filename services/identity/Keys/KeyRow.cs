using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Identity.Keys;

/// <summary>A signing key.</summary>
internal sealed record KeyRow(string Kid, string X, string Y, byte[] SealedPrivateKey)
{
    /// <summary>The public half.</summary>
    public JsonWebKey ToMessage() => new() { Kty = "EC", Crv = "P-256", Use = "sig", Alg = TokenFormat.Algorithm, Kid = Kid, X = X, Y = Y };
}
