using System.Globalization;
using System.Text.Json;
using FactoryFlow.AppHost;

namespace FactoryFlow.Bench;

/// <summary>Workflow instances that are written straight into the database, as copies of those that the service itself has written.</summary>
internal sealed class Instances(FactoryFlowSystem system, BenchFactory factory)
{
    // Without the triggers, which look at each row once more; what is copied is as it should be.
    private const string WithoutTriggers = "set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '256MB'";

    private static readonly TimeSpan TwoYears = TimeSpan.FromDays(730);
    private static readonly string[] Tables = ["instances", "history", "tasks", "timers"];

    /// <summary>Starts an instance and takes transitions of it.</summary>
    public async Task<Guid> Start(params string[] transitions)
    {
        var started = await factory.Send("workflows/instances", new { definition = Workflow.Definition, context = new { item = "A", quantity = 10 } });
        var id = started.GetProperty("id").GetGuid();
        foreach (var transition in transitions) await factory.Send($"workflows/instances/{id}/transitions", new { transition });
        return id;
    }

    /// <summary>Writes instances that wait for a timer, each due a moment after the one before.</summary>
    /// <returns>When the first is due.</returns>
    public async Task<DateTime> Wait(Guid like, int count, TimeSpan from, TimeSpan gap)
    {
        await using var connection = await system.Connect("workflow");
        await connection.Do(WithoutTriggers);
        await connection.Do("create table if not exists bench_timers (n int primary key, id uuid, due timestamptz)");
        await connection.Do("truncate bench_timers");
        await connection.Do("insert into bench_timers select n, gen_random_uuid(), 'infinity' from generate_series(1, $1) n", count);
        await connection.Do("""
            insert into instances (tenant_id, id, definition_id, definition_version, business_key, status, states, context, state, version, started_by, error, create_time, update_time, depth)
            select tenant_id, b.id, definition_id, definition_version, business_key, status, states, context, state, version, started_by, error, create_time, update_time, depth
            from instances i cross join bench_timers b where i.tenant_id = $1 and i.id = $2
            """, factory.TenantId, like);
        await connection.Do("""
            insert into history (tenant_id, instance_id, sequence, time, type, transition, from_state, to_state, actor_id, reason, details)
            select tenant_id, b.id, sequence, time, type, transition, from_state, to_state, actor_id, reason, details
            from history h cross join bench_timers b where h.tenant_id = $1 and h.instance_id = $2
            """, factory.TenantId, like);
        await Vacuum();
        // Only now, so that nothing is due before all is there.
        var first = DateTime.UtcNow + from;
        await connection.Do("update bench_timers set due = $1 + $2 * (n - 1)", first, gap);
        await connection.Do("""
            insert into timers (tenant_id, instance_id, visit, purpose, step, token, due_time, lease_time)
            select tenant_id, b.id, visit, purpose, step, token, b.due, t.lease_time from timers t cross join bench_timers b where t.tenant_id = $1 and t.instance_id = $2
            """, factory.TenantId, like);
        return first;
    }

    /// <summary>How many rows of history an instance has.</summary>
    public Task<int> VersionOf(Guid id) => system.Ask<int>("workflow", "select version from instances where tenant_id = $1 and id = $2", factory.TenantId, id);

    /// <summary>The instances that <see cref="Wait" /> wrote last.</summary>
    public async Task<Guid[]> Waiting() => await system.Ask<Guid[]>("workflow", "select array_agg(id order by n) from bench_timers");

    /// <summary>Waits until all of them are through.</summary>
    /// <returns>What became of them.</returns>
    public async Task<Fired> Drained(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (await system.Ask<long>("workflow", "select count(*) from bench_timers b join instances i on i.tenant_id = $1 and i.id = b.id where i.end_time is not null", factory.TenantId) < count)
            await Task.Delay(500, limit.Token);
        var told = await system.Ask<string>("workflow", """
            select jsonb_build_object(
                'drained', extract(epoch from max(ended) - max(due)), 'fired', extract(epoch from max(ended) - min(ended)), 'p50', 1000 * percentile_cont(0.5) within group (order by late),
                'p99', 1000 * percentile_cont(0.99) within group (order by late), 'place', max(abs(place - n)))::text
            from (select b.n, b.due, i.end_time as ended, extract(epoch from i.end_time - b.due) as late, row_number() over (order by i.end_time, b.n) as place
                  from bench_timers b join instances i on i.tenant_id = $1 and i.id = b.id) each
            """, factory.TenantId);
        using var json = JsonDocument.Parse(told);
        double Value(string name) => json.RootElement.GetProperty(name).GetDouble();
        return new Fired(count, Value("drained"), Value("fired"), Value("p50"), Value("p99"), (int)Value("place"));
    }

    /// <summary>Writes instances over two years, one in ten of which still runs and has a task, with their history; one in a hundred waits for a time to come.</summary>
    public async Task Load(int instances, int history)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var (done, running) = ((await Waiting())[0], await Start("check"));
        await using var connection = await system.Connect("workflow");
        await connection.Do(WithoutTriggers);
        await connection.Do("""
            create temp table loaded as
            select n, (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid as id, at, n % 10 = 0 as is_running
            from (select n, $2 + $3 * (n::float8 / $1) as at from generate_series(1, $1) n) s
            """, instances, DateTime.UtcNow - TwoYears - TimeSpan.FromDays(1), TwoYears);
        await connection.Do("""
            insert into instances (tenant_id, id, definition_id, definition_version, business_key, status, states, context, state, version, started_by, error, create_time, update_time, end_time, depth)
            select tenant_id, l.id, definition_id, definition_version, business_key, status, states, context, state, $4, started_by, error, l.at, l.at, case when not l.is_running then l.at end, depth
            from loaded l join instances i on i.tenant_id = $1 and i.id = case when l.is_running then $2 else $3 end order by l.n
            """, factory.TenantId, running, done, Math.Max(1, history / instances));
        await connection.Do("""
            insert into history (tenant_id, instance_id, sequence, time, type, transition, from_state, to_state, actor_id, reason, details)
            select tenant_id, l.id, s, l.at + s * interval '1 minute', type, transition, from_state, to_state, actor_id, reason, details
            from loaded l cross join generate_series(1, $3) s cross join (select * from history where tenant_id = $1 and instance_id = $2 and sequence = 2) h order by l.n, s
            """, factory.TenantId, running, Math.Max(1, history / instances));
        await connection.Do("""
            insert into tasks (tenant_id, id, instance_id, visit, state, name, status, roles, create_time, update_time, end_time, completer_id)
            select t.tenant_id, l.id, l.id, visit, state, name, case when l.is_running then 'OPEN' else 'COMPLETED' end, roles, l.at, l.at,
                   case when not l.is_running then l.at end, case when not l.is_running then t.tenant_id end
            from loaded l cross join tasks t where t.tenant_id = $1 and t.instance_id = $2
            """, factory.TenantId, running);
        await connection.Do("""
            insert into timers (tenant_id, instance_id, visit, purpose, step, token, due_time, lease_time)
            select $1, id, 2, 'SLA', 0, 1, at + interval '3 years', at from loaded where n % 100 = 0
            """, factory.TenantId);
        await connection.Do("drop table loaded");
        await Vacuum();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{instances} instances with {history} rows of history were loaded in {watch.Elapsed.TotalSeconds:0} s."));
    }

    private async Task Vacuum()
    {
        foreach (var table in Tables) await system.Do("workflow", $"vacuum (analyze) {table}");
    }
}

/// <summary>How a number of timers fired.</summary>
/// <param name="Count">How many.</param>
/// <param name="Drained">Seconds from when the last was due until all had fired.</param>
/// <param name="Took">Seconds from the first that fired to the last.</param>
/// <param name="P50">Milliseconds that they were late.</param>
/// <param name="P99">The same.</param>
/// <param name="Places">How many places any was away from its turn at most.</param>
internal sealed record Fired(int Count, double Drained, double Took, double P50, double P99, int Places)
{
    public double PerSecond => Count / Took;
}
