using FactoryFlow.AppHost;
using Npgsql;

namespace FactoryFlow.Bench;

/// <summary>
/// The transaction of a completion with nothing around it: the same statements in the same two round trips, prepared, on a
/// connection of its own. What the system reaches is set beside this. The outbox row goes where no relay takes it.
/// </summary>
internal static class RawTransaction
{
    /// <summary>Clients that complete the given steps on PostgreSQL itself.</summary>
    public static Func<Func<Task<Guid?>>> Clients(FactoryFlowSystem system, WaitingSteps steps)
    {
        var source = system.Source("production");
        return () => async () =>
        {
            if (!steps.TryTake(out var next)) return null;
            await using var connection = await source.OpenConnectionAsync();
            await Run(connection, next.Tenant, next.Job, next.Id);
            return next.Id;
        };
    }

    private static async Task Run(NpgsqlConnection connection, Guid tenant, Guid job, Guid step)
    {
        var now = DateTime.UtcNow;
        var (version, rate, worker) = (Guid.Empty, 0m, Guid.Empty);
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
                select id, number, article_id, status, quantities::text, total_quantity, attributes::text, currency, config_version, is_ordered, reject_reasons, create_time
                from jobs where tenant_id = $1 and id = any($2) and delete_time is null order by id for update
                """, tenant, new[] { job });
            Add(read, """
                select job_id, id, name, position, is_paid, status, worker_id, shares::text, good_quantity, rejected_quantity, returned_quantity, reworked_quantity,
                       rate_version_id, rate, earned, is_held, start_time, complete_time
                from job_steps where tenant_id = $1 and job_id = any($2) order by job_id, position
                """, tenant, new[] { job });
            await using var answers = await read.ExecuteReaderAsync();
            // Behind the setting, the lock and the key comes the rate; behind the job come its steps.
            for (var i = 0; i < 3; i++) await answers.NextResultAsync();
            await answers.ReadAsync();
            (version, rate) = (answers.GetGuid(0), answers.GetDecimal(1));
            for (var i = 0; i < 2; i++) await answers.NextResultAsync();
            while (await answers.ReadAsync())
                if (answers.GetGuid(1) == step) worker = answers.GetGuid(6);
        }

        await using var write = new NpgsqlBatch(connection);
        Add(write, """
            update job_steps set status = $4, worker_id = $5, shares = null, good_quantity = $6, rejected_quantity = 0, returned_quantity = 0, reworked_quantity = 0,
                rate_version_id = $7, rate = $8, earned = $9, is_held = false, start_time = $10, complete_time = $10
            where tenant_id = $1 and job_id = $2 and id = $3
            """, tenant, job, step, "COMPLETED", worker, Pieces, version, rate, rate * Pieces, now);
        Add(write, """
            insert into step_reports (tenant_id, id, job_id, step_id, kind, good_quantity, rejected_quantity, worker_id, rate_version_id, rate, earned, work_time, create_time)
            values ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10, $11, $11)
            """, tenant, Guid.CreateVersion7(), job, step, "COMPLETION", Pieces, worker, version, rate, rate * Pieces, now);
        Add(write, "insert into inbox (tenant_id, consumer, event_id, handled_time) values ($1, $2, $3, $4)", tenant, Body, step, now);
        Add(write, """
            insert into audit_entries (tenant_id, id, time, actor_id, actor_kind, action, entity_type, entity_id, changes, request_id, remote_address)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11::inet)
            """, tenant, Guid.CreateVersion7(), now, tenant, "STAFF", "raw", "job_step", step, Changes, step.ToString(), "127.0.0.1");
        Add(write, "insert into idempotency_keys (tenant_id, key, request_hash, answer, create_time) values ($1, $2, $3, $4, $5)", tenant, step.ToString(), new byte[32], new byte[600], now);
        Add(write, "commit");
        await write.ExecuteNonQueryAsync();
    }

    private const int Pieces = 10;

    private const string Changes = """{"before":{"status":"IN_PROGRESS","goodQuantity":0,"earned":null},"after":{"status":"COMPLETED","goodQuantity":10,"earned":"2.3750"}}""";

    // As long as the fact that a completion publishes.
    private static readonly string Body = new('x', 580);

    /// <summary>Adds a statement to what is sent together.</summary>
    public static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }
}
