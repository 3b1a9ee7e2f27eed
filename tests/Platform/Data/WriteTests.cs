using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class WriteTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid();

    [Fact]
    public async Task Everything_that_a_slice_writes_is_committed()
    {
        await world.Db.Write(TestCall.Of(_tenant), new Empty(), tx =>
        {
            tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {"one"})");
            tx.Audit("thing.created", "thing", Guid.NewGuid());
            tx.Publish(Some.Fact(_tenant));
            return Task.FromResult(new Empty());
        }).InTime();
        foreach (var table in new[] { "things", "audit_entries", "outbox" }) (await world.Postgres.Count(world.Database, table, _tenant)).ShouldBe(1, table);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_kept_of_a_slice_that_fails(bool afterItsFirstRead)
    {
        await Should.ThrowAsync<DivideByZeroException>(world.Db.Write<Empty>(TestCall.Of(_tenant), new Empty(), async tx =>
        {
            tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {"one"})");
            tx.Publish(Some.Fact(_tenant));
            if (afterItsFirstRead) await tx.One<int>($"select count(*)::int from things");
            throw new DivideByZeroException();
        }));
        foreach (var table in new[] { "things", "outbox" }) (await world.Postgres.Count(world.Database, table, _tenant)).ShouldBe(0, table);
    }

    [Fact]
    public async Task Nothing_is_kept_when_a_later_statement_fails()
    {
        await Should.ThrowAsync<PostgresException>(world.Db.Write<Empty>(TestCall.Of(_tenant), new Empty(), tx =>
        {
            tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {"one"})");
            tx.Write($"select 1 / {0}");
            return Task.FromResult(new Empty());
        }));
        (await world.Things(_tenant)).ShouldBe(0);
    }

    [Theory]
    [InlineData("taken", 0, "THING_NAME_TAKEN", "name")]
    [InlineData("large", 1000, "THING_TOO_LARGE", null)]
    public async Task A_rule_of_the_database_is_refused_for_the_reason_that_names_it(string name, int size, string reason, string? field)
    {
        await world.Add(TestCall.Of(_tenant), "taken");
        var refusal = await Should.ThrowAsync<Refusal>(world.Db.Write<Empty>(TestCall.Of(_tenant), new Empty(), tx =>
        {
            tx.Write($"insert into things (tenant_id, id, name, size) values ({tx.TenantId}, {tx.NewId()}, {name}, {size})");
            return Task.FromResult(new Empty());
        }));
        (refusal.Reason.Name, refusal.Faults.Select(f => f.Field).SingleOrDefault()).ShouldBe((reason, field));
    }

    [Fact]
    public async Task An_audit_entry_says_who_did_what_in_which_request()
    {
        var user = Guid.NewGuid();
        await world.Db.Write(TestCall.Of(_tenant, user: user), new Empty(), tx =>
        {
            tx.Audit("thing.painted", "thing", user);
            return Task.FromResult(new Empty());
        }).InTime();
        (await world.Postgres.Look(world.Database, "select concat_ws(' ', actor_id, actor_kind, action, entity_type, request_id) from audit_entries where tenant_id = $1", _tenant))
            .ShouldBe([$"{user} STAFF thing.painted thing request-of-a-test"]);
    }

    [Fact]
    public async Task A_staff_members_slice_cannot_reach_for_another_tenant() =>
        await Should.ThrowAsync<InvalidOperationException>(world.Db.Write(TestCall.Of(_tenant), Guid.NewGuid(), new Empty(), _ => Task.FromResult(new Empty())));

    [Fact]
    public async Task A_read_keeps_nothing_and_says_so()
    {
        var refused = await Should.ThrowAsync<Exception>(world.Db.Read(TestCall.Of(_tenant), async tx =>
        {
            var id = tx.Ask<Guid>($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {"one"}) returning id");
            await tx.Flush();
            return id.First;
        }));
        refused.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);
        (await world.Things(_tenant)).ShouldBe(0);
    }

    [Fact]
    public async Task A_write_in_a_read_fails_instead_of_being_forgotten() =>
        await Should.ThrowAsync<InvalidOperationException>(world.Db.Read(TestCall.Of(_tenant), tx =>
        {
            tx.Audit("thing.seen", "thing", Guid.NewGuid());
            return Task.FromResult(true);
        }));

    [Fact]
    public async Task The_clock_of_a_transaction_has_no_more_than_the_database_keeps()
    {
        var (now, stored) = await world.Db.Read(TestCall.Of(_tenant), async tx => (tx.Now, await tx.One<DateTimeOffset>($"select {tx.Now}"))).InTime();
        stored.ShouldBe(now);
    }
}
