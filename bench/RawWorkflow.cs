using System.Collections.Concurrent;
using FactoryFlow.AppHost;
using Npgsql;
using static FactoryFlow.Bench.RawTransaction;

namespace FactoryFlow.Bench;

/// <summary>
/// The transactions of a start, of a transition and of a timer that fires with nothing around them: the same statements in as many round
/// trips, prepared. Outbox rows go where no relay takes them.
/// </summary>
internal sealed class RawWorkflow(FactoryFlowSystem system, Guid tenant, Guid definition) : IDisposable
{
    // As long as what the workflow service writes there.
    private const string State =
        """{"Tokens":[{"Id":1,"State":"checking","Visit":2,"Progress":1,"Forks":[],"Transition":"check","Activities":0,"By":null}],"Pending":[],"Done":[],"LastToken":1,"LastActivity":0,"Visits":2}""";

    private const string Context = """{"item":"A","quantity":10}""";
    private static readonly string Fact = new('x', 420);
    private static readonly string Changes = $$"""{"before":null,"after":{{Context}},"rest":"{{new string('x', 500)}}"}""";
    private readonly NpgsqlDataSource _source = system.Source("workflow");

    /// <summary>Clients that start instances, which are then ready for transitions.</summary>
    public Func<Func<Task<Guid?>>> Starts(ConcurrentQueue<Going> started) => () => async () =>
    {
        var (instance, key, now) = (new Going(Guid.CreateVersion7()), Guid.NewGuid(), DateTime.UtcNow);
        await using var connection = await _source.OpenConnectionAsync();
        await using (var read = new NpgsqlBatch(connection))
        {
            Begin(read, key);
            AskChannels(read);
            Add(read, "select id, name, active_version from definitions where tenant_id = $1 and (id = $2 or name = $3) order by (id = $2) desc nulls last limit 1", tenant, Guid.Empty, Workflow.Definition);
            await read.ExecuteNonQueryAsync();
        }

        await using var write = new NpgsqlBatch(connection);
        Add(write, """
            insert into instances (tenant_id, id, definition_id, definition_version, business_key, status, states, context, state, version, started_by, error,
                create_time, update_time, end_time, parent_id, parent_visit, depth)
            values ($1, $2, $3, 1, '', 'RUNNING', $4, $5::jsonb, $6::jsonb, 2, $7, '', $8, $8, null, null, null, 0)
            """, tenant, instance.Id, definition, Open, Context, State, tenant, now);
        AddHistory(write, instance, "started", now);
        instance.Version++;
        AddHistory(write, instance, "contextChanged", now);
        Publish(write, now);
        End(write, instance.Id, key, now);
        await write.ExecuteNonQueryAsync();
        started.Enqueue(instance);
        return instance.Id;
    };

    /// <summary>Clients that take transitions of instances in turn, to the state that has a task and back.</summary>
    public Func<Func<Task<Guid?>>> Transitions(ConcurrentQueue<Going> going) => () => async () =>
    {
        if (!going.TryDequeue(out var instance)) return null;
        var (key, now) = (Guid.NewGuid(), DateTime.UtcNow);
        await using var connection = await _source.OpenConnectionAsync();
        await using (var read = new NpgsqlBatch(connection))
        {
            Begin(read, key);
            AskChannels(read);
            Lock(read, instance.Id);
            await read.ExecuteNonQueryAsync();
        }

        await using var write = new NpgsqlBatch(connection);
        instance.IsChecking = !instance.IsChecking;
        instance.Version++;
        Save(write, instance, "RUNNING", now);
        AddHistory(write, instance, "moved", now);
        Publish(write, now);
        if (instance.IsChecking)
        {
            Add(write, """
                insert into tasks (tenant_id, id, instance_id, visit, state, name, status, roles, assignee_id, due_time, create_time, update_time)
                values ($1, $2, $3, $4, 'checking', 'checking', 'OPEN', $5, null, null, $6, $6)
                """, tenant, Guid.CreateVersion7(), instance.Id, instance.Version, Admin, now);
            Publish(write, now);
        }
        else
        {
            Add(write, """
                update tasks set status = case when $4::uuid is null then 'CANCELLED' else 'COMPLETED' end, completer_id = $4::uuid, update_time = $5, end_time = $5
                where tenant_id = $1 and instance_id = $2 and visit = any($3) and status = 'OPEN'
                """, tenant, instance.Id, new[] { instance.Version - 1 }, tenant, now);
        }

        End(write, instance.Id, key, now);
        await write.ExecuteNonQueryAsync();
        going.Enqueue(instance);
        return instance.Id;
    };

    /// <summary>Clients that do what a timer does when it is due.</summary>
    /// <param name="waiting">The instances that wait for one.</param>
    /// <param name="version">How many rows of history each of them has.</param>
    public Func<Func<Task<Guid?>>> Firings(ConcurrentQueue<Guid> waiting, int version) => () => async () =>
    {
        if (!waiting.TryDequeue(out var id)) return null;
        var (instance, now) = (new Going(id) { Version = version }, DateTime.UtcNow);
        await using var connection = await _source.OpenConnectionAsync();
        await using (var take = new NpgsqlBatch(connection))
        {
            Add(take, "begin");
            SetTenant(take);
            Add(take, "select 1 from instances where tenant_id = $1 and id = $2 for no key update", tenant, id);
            Add(take, "delete from timers where tenant_id = $1 and instance_id = $2 and visit = $3 and purpose = $4 and step = $5 returning 1", tenant, id, 2, "WAIT", 0);
            await take.ExecuteNonQueryAsync();
        }

        await using (var read = new NpgsqlBatch(connection))
        {
            AskChannels(read);
            Lock(read, id);
            await read.ExecuteNonQueryAsync();
        }

        await using var write = new NpgsqlBatch(connection);
        Save(write, instance, "COMPLETED", now);
        foreach (var type in (string[])["timerFired", "moved", "completed"])
        {
            instance.Version++;
            AddHistory(write, instance, type, now);
        }

        for (var i = 0; i < 2; i++) Publish(write, now);
        Add(write, "delete from timers where tenant_id = $1 and instance_id = $2 and visit = any($3)", tenant, id, Second);
        Audit(write, id, now);
        Add(write, "commit");
        await write.ExecuteNonQueryAsync();
        return id;
    };

    public void Dispose() => _source.Dispose();

    private static readonly string[] Open = ["open"], Checking = ["checking"], Admin = ["admin"];
    private static readonly int[] Second = [2];

    private void Begin(NpgsqlBatch batch, Guid key)
    {
        Add(batch, "begin");
        SetTenant(batch);
        Add(batch, "select 1 from pg_advisory_xact_lock(hashtextextended($1, hashtext($2)))", key.ToString(), tenant.ToString());
        Add(batch, "select request_hash, answer from idempotency_keys where tenant_id = $1 and key = $2", tenant, key.ToString());
    }

    private void SetTenant(NpgsqlBatch batch) =>
        Add(batch, "select set_config('app.tenant_id', $1, true), set_config('app.door', '', true), set_config('transaction_read_only', 'off', true)", tenant.ToString());

    private void AskChannels(NpgsqlBatch batch) => Add(batch, """
        select flag.key || '=' || flag.value::text from tenant_states, jsonb_each(state -> 'featureFlags') flag where tenant_id = $1 and starts_with(flag.key, 'notifications_')
        """, tenant);

    private void Lock(NpgsqlBatch batch, Guid id)
    {
        Add(batch, "select 1 from instances where tenant_id = $1 and id = $2 for no key update", tenant, id);
        Add(batch, """
            select i.id, i.definition_id, d.name as definition_name, i.definition_version, i.business_key, i.status, i.states, i.context::text, i.state::text, i.version, i.started_by, i.error,
                   i.create_time, i.update_time, i.end_time, i.parent_id, i.parent_visit, i.depth
            from instances i join definitions d on d.tenant_id = i.tenant_id and d.id = i.definition_id
            where i.tenant_id = $1 and i.id = any($2) order by i.id desc
            """, tenant, new[] { id });
        Add(batch, "select sequence from history where tenant_id = $1 and instance_id = $2 and transition_key = $3", tenant, id, "");
    }

    private void Save(NpgsqlBatch batch, Going instance, string status, DateTime now) => Add(batch, """
        update instances set status = $3, states = $4, context = $5::jsonb, state = $6::jsonb, version = $7, error = '', update_time = $8, end_time = case when $3 = 'RUNNING' then null else $8 end
        where tenant_id = $1 and id = $2
        """, tenant, instance.Id, status, instance.IsChecking ? Checking : Open, Context, State, instance.Version, now);

    private void AddHistory(NpgsqlBatch batch, Going instance, string type, DateTime now) => Add(batch, """
        insert into history (tenant_id, instance_id, sequence, time, type, transition, from_state, to_state, actor_id, reason, metadata, transition_key, details)
        values ($1, $2, $3, $4, $5, 'check', 'open', 'checking', $1, '', null, null, $6::jsonb)
        """, tenant, instance.Id, instance.Version, now, type, State);

    private void Publish(NpgsqlBatch batch, DateTime now) =>
        Add(batch, "insert into inbox (tenant_id, consumer, event_id, handled_time) values ($1, $2, $3, $4)", tenant, Fact, Guid.CreateVersion7(), now);

    private void Audit(NpgsqlBatch batch, Guid id, DateTime now) => Add(batch, """
        insert into audit_entries (tenant_id, id, time, actor_id, actor_kind, action, entity_type, entity_id, changes, request_id, remote_address)
        values ($1, $2, $3, $1, 'STAFF', 'raw', 'workflow_instance', $4, $5::jsonb, $6, $7::inet)
        """, tenant, Guid.CreateVersion7(), now, id, Changes, id.ToString(), "127.0.0.1");

    private void End(NpgsqlBatch batch, Guid id, Guid key, DateTime now)
    {
        Audit(batch, id, now);
        Add(batch, "insert into idempotency_keys (tenant_id, key, request_hash, answer, create_time) values ($1, $2, $3, $4, $5)", tenant, key.ToString(), new byte[32], new byte[500], now);
        Add(batch, "commit");
    }
}

/// <summary>An instance that goes to and fro.</summary>
internal sealed class Going(Guid id)
{
    public Guid Id { get; } = id;

    public int Version { get; set; } = 1;

    public bool IsChecking { get; set; }
}
