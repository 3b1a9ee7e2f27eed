using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Identity.Tests.Support;

/// <summary>Verifies a token as any other service does: with nothing but the published keys.</summary>
internal static class Tokens
{
    public static async Task<Caller> Caller(this IdentityServer server, string accessToken, TimeProvider? clock = null)
    {
        var set = await server.Keys.GetJsonWebKeySetAsync(new GetJsonWebKeySetRequest());
        var verdict = await new JwtVerifier(new Ring(set), clock ?? TimeProvider.System).Verify(accessToken);
        return verdict.Caller.ShouldNotBeNull(verdict.Finding);
    }

    private sealed class Ring(JsonWebKeySet set) : IKeyRing
    {
        public ValueTask<VerificationKey?> Find(string keyId) =>
            new(set.Keys.FirstOrDefault(key => key.Kid == keyId) is { } key ? VerificationKey.TryCreate(key.Kid, key.X, key.Y) : null);
    }
}
