using FactoryFlow.Identity.Tests.Support;

namespace FactoryFlow.Identity.Tests.Sweeping;

public sealed class SweepTests(IdentityFixture fixture)
{
    public static TheoryData<string, int, int> Rows => new()
    {
        // What is kept, the last minute that it is needed, and one at which it is not.
        { "links", (60 * 24) - 1, (60 * 24) + 1 },
        { "token_cutoffs", 60 * 8, (60 * 8) + 2 },
        { "sign_in_failures", 14, 16 },
        { "mails", 60 * 23, (60 * 24) + 16 },
        { "prepared_owners", 59, 61 },
        { "signups", (60 * 24) - 1, (60 * 24) + 1 },
        { "sessions", (60 * 24 * 8) - 1, (60 * 24 * 8) + 1 },
        { "refresh_tokens", (60 * 24 * 7) - 1, (60 * 24 * 7) + 1 },
        { "idempotency_keys", (60 * 24 * 30) - 1, (60 * 24 * 30) + 1 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Something_temporary_is_there_for_as_long_as_it_is_needed_and_no_longer(string table, int needed, int gone)
    {
        var clock = new TestClock();
        await using var server = await fixture.Apart(clock);
        await Fill(server, fixture.Tenancy);
        var begin = await Count(server, table);
        begin.ShouldBeGreaterThan(0);

        clock.Advance(TimeSpan.FromMinutes(needed));
        await server.Sweep.Round(Limit.Soon());
        (await Count(server, table)).ShouldBeGreaterThan(0);
        clock.Advance(TimeSpan.FromMinutes(gone - needed));
        await server.Sweep.Round(Limit.Soon());
        (await Count(server, table)).ShouldBe(0);
    }

    [Fact]
    public async Task More_than_a_batch_of_any_tenants_goes_in_one_round()
    {
        await using var server = await fixture.Apart();
        await fixture.Sql(server, """
            insert into sign_in_failures (tenant_id, subject, failures, last_time)
            select gen_random_uuid(), sha256(n::text::bytea), 1, now() - interval '1 hour' from generate_series(1, 1234) as n
            """);
        await server.Sweep.Round(Limit.Soon());
        (await Count(server, "sign_in_failures")).ShouldBe(0);
    }

    [Fact]
    public async Task Two_who_sweep_at_once_do_not_disturb_each_other()
    {
        await using var server = await fixture.Apart();
        await fixture.Sql(server, """
            insert into sign_in_failures (tenant_id, subject, failures, last_time)
            select gen_random_uuid(), sha256(n::text::bytea), 1, now() - interval '1 hour' from generate_series(1, 3000) as n
            """);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.Sweep.Round(Limit.Soon())));
        await server.Sweep.Round(Limit.Soon());
        (await Count(server, "sign_in_failures")).ShouldBe(0);
    }

    // A row of each: of a session that was refreshed, one that has ended, a link, a failure, a customer who signed up, and somebody who is to own a tenant.
    private static async Task Fill(IdentityServer server, FakeTenancy tenancy)
    {
        var factory = await server.OpenFactory();
        await server.ResetLink(factory);
        tenancy.TakesCustomers[factory.TenantId] = true;
        await server.SignUp(factory.Slug, "customer@people.example");
        await server.SignupLink(factory.Slug);
        var session = await server.SignIn(factory);
        await server.Refresh(session.RefreshToken);
        await server.SignOut((await server.SignIn(factory)).RefreshToken);
        await Refused.By(() => server.SignIn(factory, "a wrong password"));
        await server.Prepare(People.Owner(Guid.CreateVersion7(), People.NewSlug()));
        await server.Roles.CreateRoleAsync(new V1.CreateRoleRequest { Name = "Planner", Permissions = { "jobs:*:*" } }, session.Bearer("a-key"));
    }

    private async Task<int> Count(IdentityServer server, string table) =>
        int.Parse((await fixture.Sql(server, $"select count(*) from {table}"))[0], System.Globalization.CultureInfo.InvariantCulture);
}
