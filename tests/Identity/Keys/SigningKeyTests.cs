using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;

namespace FactoryFlow.Identity.Tests.Keys;

public sealed class SigningKeyTests(IdentityFixture fixture)
{
    [Fact]
    public async Task The_published_key_is_public_and_complete()
    {
        var key = (await fixture.Server.Keys.GetJsonWebKeySetAsync(new GetJsonWebKeySetRequest(), cancellationToken: TestContext.Current.CancellationToken)).Keys.ShouldHaveSingleItem();
        (key.Kty, key.Crv, key.Use, key.Alg).ShouldBe(("EC", "P-256", "sig", "ES256"));
        (key.X.Length, key.Y.Length, key.Kid.Length).ShouldBe((43, 43, 43));
    }

    [Fact]
    public async Task The_key_survives_a_restart_and_with_it_every_token()
    {
        var token = (await fixture.Server.SignInAdmin()).AccessToken;
        await using var restarted = await fixture.Another();
        (await restarted.Caller(token)).Email.ShouldBe(IdentityServer.AdminEmail);
        await restarted.Prepare(People.Owner(Guid.CreateVersion7(), People.NewSlug()), token);
    }

    [Fact]
    public async Task The_private_key_is_stored_under_encryption_only()
    {
        var rows = await fixture.Sql("select encode(sealed_private_key, 'hex') from signing_keys");
        // The object identifier of P-256 stands in every private key that is written out.
        rows.ShouldHaveSingleItem().ShouldNotContain("2a8648ce3d030107");
    }

    [Fact]
    public async Task Another_encryption_key_stops_the_start()
    {
        var other = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]);
        var fault = await Should.ThrowAsync<InvalidOperationException>(() => fixture.Another(("Identity:KeyEncryptionKey", other)));
        fault.Message.ShouldContain("Identity__KeyEncryptionKey");
    }

    [Fact]
    public async Task Two_that_start_first_at_once_agree_on_one_key()
    {
        var database = await fixture.EmptyDatabase();
        var named = database with { Name = "identity" };
        var servers = await Task.WhenAll(IdentityServer.Start(named), IdentityServer.Start(named));
        var tokens = await Task.WhenAll(servers.Select(server => server.SignInAdmin()));
        (await servers[0].Caller(tokens[1].AccessToken)).Email.ShouldBe(IdentityServer.AdminEmail);
        (await servers[1].Keys.GetJsonWebKeySetAsync(new GetJsonWebKeySetRequest(), cancellationToken: TestContext.Current.CancellationToken)).Keys.Count.ShouldBe(1);
        foreach (var server in servers) await server.DisposeAsync();
    }
}
