using System.Collections.Concurrent;
using Npgsql;

namespace FactoryFlow.Bench;

/// <summary>
/// The transaction of a completion with nothing around it: the same statements in the same two round trips, prepared, on a
/// connection of its own. What the system reaches is set beside this. The outbox row goes where no relay takes it.
/// </summary>
internal static class RawTransaction
{
    /// <summary>Clients that complete the given steps on PostgreSQL itself.</summary>
    public static Func<Func<Task<Guid?>>> Clients(string connectionString, BenchFactory factory, ConcurrentQueue<(Guid Job, Guid Step)> steps)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            NoResetOnClose = true, MaxAutoPrepare = 50, AutoPrepareMinUsages = 2, MaxPoolSize = 200,
        }.ConnectionString);
        return () => async () =>
        {
            if (!steps.TryDequeue(out var next)) return null;
            await using var connection = await source.OpenConnectionAsync();
            await Run(connection, factory.TenantId, next.Job, next.Step);
            return next.Step;
        };
    }

    private static async Task Run(NpgsqlConnection connection, Guid tenant, Guid job, Guid step)
    {
        var now = DateTime.UtcNow;
        await using (var read = new NpgsqlBatch(connection))
        {
            Add(read, "begin");
            Add(read, "select set_config('app.tenant_id', $1, true), set_config('app.door', '', true)", tenant.ToString());
            Add(read, "select 1 from pg_advisory_xact_lock(hashtextextended($1, hashtext($2)))", step.ToString(), tenant.ToString());
            Add(read, "select request_hash, answer from idempotency_keys where tenant_id = $1 and key = $2", tenant, step.ToString());
            Add(read, """
                select r.id as version_id, r.amount from jobs j
                join job_steps s on s.tenant_id = j.tenant_id and s.job_id = j.id
                join rates r on r.tenant_id = j.tenant_id and r.article_id = j.article_id and r.step = s.name
                where j.tenant_id = $1 and j.id = $2 and s.id = $3 and r.effective_time <= $4
                order by r.effective_time desc limit 1
                """, tenant, job, step, now);
            Add(read, """
                select id, number, article_id, status, quantities::text, total_quantity, attributes::text, currency, config_version, create_time
                from jobs where tenant_id = $1 and id = $2 for update
                """, tenant, job);
            Add(read, """
                select job_id, id, name, position, is_paid, status, worker_id, good_quantity, rejected_quantity, rate_version_id, rate, earned, is_held, start_time, complete_time
                from job_steps where tenant_id = $1 and job_id = any($2) order by job_id, position
                """, tenant, new[] { job });
            await read.ExecuteNonQueryAsync();
        }

        await using var write = new NpgsqlBatch(connection);
        Add(write, "update job_steps set status = $4, good_quantity = $5, rejected_quantity = 0, complete_time = $6, is_held = true where tenant_id = $1 and job_id = $2 and id = $3",
            tenant, job, step, "COMPLETED", 10, now);
        Add(write, "insert into inbox (tenant_id, consumer, event_id, handled_time) values ($1, $2, $3, $4)", tenant, Body, step, now);
        Add(write, """
            insert into audit_entries (tenant_id, id, time, actor_id, actor_kind, action, entity_type, entity_id, changes, request_id, remote_address)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11::inet)
            """, tenant, Guid.CreateVersion7(), now, tenant, "STAFF", "raw", "job_step", step, "{\"goodQuantity\":10,\"rejectedQuantity\":0}", step.ToString(), "127.0.0.1");
        Add(write, "insert into idempotency_keys (tenant_id, key, request_hash, answer, create_time) values ($1, $2, $3, $4, $5)", tenant, step.ToString(), new byte[32], new byte[600], now);
        Add(write, "commit");
        await write.ExecuteNonQueryAsync();
    }

    // As long as the fact that a completion publishes.
    private static readonly string Body = new('x', 480);

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }
}
