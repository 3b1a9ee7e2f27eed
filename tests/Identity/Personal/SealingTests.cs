using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;

namespace FactoryFlow.Identity.Tests.Personal;

public sealed class SealingTests(IdentityFixture fixture)
{
    private const string Name = "Olga Marked-Name";

    // What an outbox holds is on its way to who must know.
    private static readonly string[] Passing = ["outbox"];

    [Fact]
    public async Task Nobody_who_reads_the_database_learns_who_there_is()
    {
        await using var server = await fixture.Apart();
        var owner = await server.OpenAsOwner();
        var email = $"marked-{Guid.NewGuid():N}@people.example";
        var (request, call) = (new CreateUserRequest { Email = email, Name = Name, Kind = Options.V1.Access.Types.Kind.Staff }, new Grpc.Core.CallOptions(Person.Bearing(owner.Token, "once")));
        var user = await server.Users.CreateUserAsync(request, call);
        // The answer is sealed as well, and given again as it was.
        (await server.Users.CreateUserAsync(request, call)).ShouldBe(user);
        await server.Users.UpdateUserAsync(new UpdateUserRequest { UserId = user.Id, Name = Name + " again" }, new Grpc.Core.CallOptions(owner.Headers));
        await server.RequestReset(owner.Factory.Slug, email);
        await server.Outbox.Receive("password-reset", owner.Factory.Slug);
        await server.Prepare(new PrepareOwnerRequest(People.Owner(Guid.CreateVersion7(), People.NewSlug())) { Email = email, Name = Name });
        foreach (var table in (await fixture.Sql(server, "select table_name::text from information_schema.tables where table_schema = 'public'")).Except(Passing))
            foreach (var mark in new[] { email, "Marked-Name" })
                (await fixture.Sql(server, $"select t::text from \"{table}\" t where t::text like '%' || $1 || '%' or t::text like '%' || encode($2, 'hex') || '%'", mark, System.Text.Encoding.UTF8.GetBytes(mark)))
                    .ShouldBeEmpty(table);
    }

    [Fact]
    public async Task Who_was_kept_before_there_were_data_keys_is_sealed_at_the_start_and_signs_in()
    {
        Factory factory;
        IdentityServer first;
        await using (first = await fixture.Apart())
        {
            factory = await first.OpenFactory();
            await fixture.Sql(first, "update users set email = $2, name = 'Owner', sealed_profile = null, email_hash = null where id = $1", factory.OwnerId, factory.Email);
        }

        await using var second = await Again(first);
        (await second.SignIn(factory)).User.Name.ShouldBe("Owner");
        (await fixture.Sql(second, "select num_nonnulls(email, name)::text from users")).Distinct().ShouldBe(["0"]);
    }

    [Fact]
    public async Task Another_data_key_takes_over_everybody()
    {
        Factory factory;
        IdentityServer first;
        await using (first = await fixture.Apart()) factory = await first.OpenFactory();
        await using var second = await Again(first, ("Identity:DataKeys", "2"));
        await second.SignIn(factory);
        (await fixture.Sql(second, "select get_byte(sealed_profile, 0)::text from users")).Distinct().ShouldBe(["2"]);
    }

    [Fact]
    public async Task The_key_that_seals_the_keys_changes_without_signing_anybody_out()
    {
        var (old, young) = (Key(0), Key(7));
        Factory factory;
        Session session;
        IdentityServer first;
        await using (first = await fixture.Apart(null, ("Identity:KeyEncryptionKey", old)))
        {
            factory = await first.OpenFactory();
            session = await first.SignIn(factory);
        }

        await using (await Again(first, ("Identity:KeyEncryptionKey", young), ("Identity:FormerKeyEncryptionKey", old)))
        {
        }

        // From now on the former key opens nothing that is needed.
        await using var third = await Again(first, ("Identity:KeyEncryptionKey", young));
        await third.Caller(session.AccessToken);
        await third.Refresh(session.RefreshToken);
        await third.SignIn(factory);
        (await Should.ThrowAsync<Exception>(() => Again(first, ("Identity:KeyEncryptionKey", old)))).ToString().ShouldContain("Identity__KeyEncryptionKey is not the one");
    }

    [Theory]
    [InlineData("Identity:DataKeys", "0")]
    [InlineData("Identity:DataKeys", "256")]
    [InlineData("Identity:FormerKeyEncryptionKey", "c2hvcnQ=")]
    public async Task What_makes_no_sense_stops_the_start(string setting, string value) =>
        (await Should.ThrowAsync<Exception>(() => fixture.Apart(null, (setting, value)))).ToString().ShouldContain(setting.Replace(":", "__", StringComparison.Ordinal));

    private Task<IdentityServer> Again(IdentityServer before, params (string Key, string? Value)[] settings) =>
        IdentityServer.Start(before.Database, null, [("services:tenancy:grpc:0", fixture.Tenancy.Address), .. settings]);

    private static string Key(byte fill) => Convert.ToBase64String([.. Enumerable.Repeat(fill, 32)]);
}
