using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;
using Npgsql;

namespace FactoryFlow.Platform.Tests.Data;

/// <summary>The line between tenants holds in the database, whatever a slice forgets.</summary>
public sealed class RowLevelSecurityTests(World world)
{
    private readonly Guid _mine = Guid.NewGuid(), _other = Guid.NewGuid();

    public static readonly string[] Inserts =
    [
        "insert into things (tenant_id, id, name) values ($1, gen_random_uuid(), 'x')",
        "insert into outbox (tenant_id, event_id, type, body) values ($1, gen_random_uuid(), 'x', '{}')",
        "insert into inbox (tenant_id, consumer, event_id, handled_time) values ($1, 'x', gen_random_uuid(), now())",
        "insert into idempotency_keys (tenant_id, key, request_hash, answer, create_time) values ($1, 'k', '', '', now())",
        "insert into audit_entries (tenant_id, id, time, actor_id, actor_kind, action, entity_type, entity_id) values ($1, gen_random_uuid(), now(), $1, 'x', 'x', 'x', $1)",
        "insert into sagas (tenant_id, kind, correlation_id, version, state) values ($1, 'x', gen_random_uuid(), 1, '{}')",
        "insert into undeliverable_facts (tenant_id, id, queue, message_key, state, type, body, properties, size_bytes, problem, delivery_hash, failures, create_time, fail_time) "
            + "values ($1, gen_random_uuid(), 'q', gen_random_uuid()::text, 'OPEN', '', '', '{}', 0, '', '', 1, now(), now())",
    ];

    public static TheoryData<string> EachInsert => [.. Inserts];

    public static TheoryData<string> EachReadableTable => ["things", "inbox", "idempotency_keys", "audit_entries", "sagas", "undeliverable_facts"];

    [Theory]
    [MemberData(nameof(EachInsert))]
    public async Task Nobody_writes_rows_of_another_tenant(string insert)
    {
        await world.Database.AsApplication(_mine, insert, _mine);
        (await Should.ThrowAsync<PostgresException>(world.Database.AsApplication(_mine, insert, _other))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [MemberData(nameof(EachReadableTable))]
    public async Task Nobody_sees_rows_of_another_tenant(string table)
    {
        await Fill();
        (await world.Database.AsApplication(_mine, $"select tenant_id from {table}")).ShouldBe([_mine.ToString()]);
    }

    [Fact]
    public async Task Not_even_its_own_tenant_sees_the_outbox()
    {
        await Fill();
        (await world.Database.AsApplication(_mine, "select tenant_id from outbox")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("update things set name = 'y' returning 1")]
    [InlineData("delete from things returning 1")]
    [InlineData("update sagas set version = 2 returning 1")]
    [InlineData("delete from sagas returning 1")]
    [InlineData("update undeliverable_facts set problem = '' returning 1")]
    public async Task Nobody_changes_rows_of_another_tenant(string statement)
    {
        await Fill();
        (await world.Database.AsApplication(_mine, statement)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("update outbox set type = 'y' returning 1")]
    [InlineData("delete from outbox returning 1")]
    public async Task Without_the_relays_door_nobody_touches_the_outbox(string statement)
    {
        await Fill();
        (await world.Database.AsApplication(_mine, statement)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("update inbox set consumer = 'y'")]
    [InlineData("delete from inbox")]
    [InlineData("update idempotency_keys set answer = ''")]
    [InlineData("update audit_entries set action = ''")]
    [InlineData("delete from audit_entries")]
    public async Task What_happened_is_neither_changed_nor_forgotten(string statement) =>
        (await Should.ThrowAsync<PostgresException>(world.Database.AsApplication(_mine, statement))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

    [Theory]
    [InlineData("delete from idempotency_keys returning 1")]
    [InlineData("update idempotency_keys set create_time = now() returning 1")]
    public async Task Without_the_door_of_timers_no_answer_is_forgotten(string statement)
    {
        await Fill();
        (await world.Database.AsApplication(_mine, statement)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(EachReadableTable))]
    public async Task Without_a_tenant_a_question_fails_instead_of_finding_nothing(string table)
    {
        await Fill();
        await Should.ThrowAsync<PostgresException>(world.Database.AsApplication(null, $"select tenant_id from {table}"));
    }

    [Fact]
    public async Task A_tenant_cannot_be_moved() =>
        (await Should.ThrowAsync<PostgresException>(world.Db.As(_mine, async tx =>
        {
            tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, 'x')");
            tx.Write($"update things set tenant_id = {_other}");
            await tx.Flush();
            return true;
        }, Limit.Soon()))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

    [Fact]
    public async Task A_door_opens_only_the_tables_whose_policies_name_it()
    {
        await Fill();
        await world.Database.AsApplication(_other, "insert into due_things (tenant_id, id) values ($1, gen_random_uuid())", _other);
        (await Through(Door.Timers, DueThings)).ShouldContain(_other);
        (await Through(Door.Relay, DueThings)).ShouldBeEmpty();
        (await Through(Door.Relay, Outbox)).ShouldContain(_other);
        (await Through(Door.Timers, Outbox)).ShouldBeEmpty();
        (await Through(Door.Timers, Things)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_door_is_shut_again_behind_its_transaction()
    {
        await world.Database.AsApplication(_other, "insert into due_things (tenant_id, id) values ($1, gen_random_uuid())", _other);
        await Through(Door.Timers, DueThings);
        (await world.Db.As(_mine, tx => tx.All<Guid>($"select tenant_id from due_things"), Limit.Soon()).InTime()).ShouldBeEmpty();
    }

    private static Task<IReadOnlyList<Guid>> DueThings(TenantTx tx) => tx.All<Guid>($"select tenant_id from due_things");

    private static Task<IReadOnlyList<Guid>> Outbox(TenantTx tx) => tx.All<Guid>($"select tenant_id from outbox");

    private static Task<IReadOnlyList<Guid>> Things(TenantTx tx) => tx.All<Guid>($"select tenant_id from things");

    private Task<IReadOnlyList<Guid>> Through(Door door, Func<TenantTx, Task<IReadOnlyList<Guid>>> ask) => world.Db.Through(door, ask, Limit.Soon()).InTime();

    private async Task Fill()
    {
        foreach (var tenant in new[] { _mine, _other })
            foreach (var insert in Inserts)
                await world.Database.AsApplication(tenant, insert, tenant);
    }
}
