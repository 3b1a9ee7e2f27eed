using FactoryFlow.AppHost.Servers;
using FactoryFlow.Production.HeldReports;
using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace FactoryFlow.Production.Tests.HeldReports;

/// <summary>Releases of many tenants, some of which cannot be done; on a database of their own, where nobody else takes them.</summary>
public sealed class ReleaseTurnTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid(), _other = Guid.NewGuid();

    [Fact]
    public async Task Releases_of_one_tenant_that_cannot_be_done_hold_up_nobody_elses_and_rest()
    {
        var database = await ServiceDatabase.Create(world.Postgres, "production_turns", Limit.Soon());
        await using var service = await TestService.Start(database, typeof(Reasons));
        await world.Postgres.Look(database, "create function fail() returns trigger language plpgsql as $$ begin raise exception 'It cannot be done.'; end $$");
        await world.Postgres.Look(database, $"create trigger fail before delete on due_releases for each row when (old.tenant_id = '{_tenant}') execute function fail()");
        await Add(_tenant, 30, "2026-01-01");
        await Add(_other, 1, "2026-02-01");

        (await ReleaseOnDue.ReleaseSome(service.Db, NullLogger.Instance, Limit.Soon())).ShouldBe(1, "the other's is done though all of the first one's are due longer");
        while (await Resting() < 30) await ReleaseOnDue.ReleaseSome(service.Db, NullLogger.Instance, Limit.Soon());
        (await world.Postgres.Look(database, "select distinct attempts::text from due_releases")).ShouldBe(["1"], "those that rest are not taken again at once");

        Task<List<string>> Add(Guid tenant, int count, string day) => world.Postgres.Look(database, $"""
            insert into due_releases (tenant_id, article_id, step, create_time) select $1, gen_random_uuid(), 'Step ' || n, '{day}' from generate_series(1, {count}) as n returning 'added'
            """, tenant);
        async Task<int> Resting() => (await world.Postgres.Look(database, "select step from due_releases where lease_time > now() + interval '10 seconds'")).Count;
    }
}
