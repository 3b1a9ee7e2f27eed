using System.Buffers.Text;
using System.Text.Json;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>The key that signs is replaced while people work.</summary>
public sealed class KeyRotationTests(WholeSystem system)
{
    [Fact]
    public async Task Nobody_is_signed_out_when_the_key_that_signs_is_replaced()
    {
        var factory = await Factory.Open(system.Running);
        var before = factory.Admin;
        var next = (await system.Running.Platform.Post("/api/v1/signing-keys:rotate")).Expect(200).Text("kid");
        (await system.Running.Anybody.Get("/.well-known/jwks.json")).Body.ShouldContain(next);
        var after = await Eventually.Sees(() => system.Running.Anybody.SignIn(factory.Slug, Factory.EmailOf(factory.Slug), Factory.Password), client => KeyOf(client) == next);
        foreach (var client in new[] { before, after })
            foreach (var path in new[] { "/api/v1/workers", "/api/v1/sessions", "/api/v1/ledger/trial-balance" })
                (await client.Get(path)).Expect(200);
        (await system.Running.Platform.Get("/api/v1/signing-keys")).Expect(200).Items("signingKeys").Select(key => key.GetProperty("status").GetString()).ShouldContain("SIGNING");
    }

    private static string KeyOf(Client client) => JsonDocument.Parse(Base64Url.DecodeFromChars(client.Token!.Split('.')[0])).RootElement.GetProperty("kid").GetString()!;
}
