using FactoryFlow.Platform.Data;
using Outcome = FactoryFlow.Workflow.V1.MigrationResult.Types.Outcome;

namespace FactoryFlow.Workflow.InstanceMigrations;

/// <summary>The statements that show, write and take migrations and their results.</summary>
internal static class MigrationStore
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Asks for migrations, newest first, with what became of their instances.</summary>
    public static Answer<MigrationRow> Ask(TenantTx tx, Guid[] ids) => tx.Ask<MigrationRow>($"""
        select m.id, m.definition_id, d.name as definition_name, m.version, m.from_versions, m.mapping::text, m.context::text, m.instances, m.creator_id, m.create_time, m.cancel_time,
               m.swept_migrated + r.migrated as migrated, m.swept_skipped + r.skipped as skipped, m.swept_failed + r.failed as failed, r.pending, greatest(m.swept_time, r.last_time) as last_time
        from migrations m
        join definitions d on d.tenant_id = m.tenant_id and d.id = m.definition_id
        cross join lateral (
            select count(*) filter (where outcome = 'MIGRATED')::int as migrated, count(*) filter (where outcome = 'SKIPPED')::int as skipped,
                   count(*) filter (where outcome = 'FAILED')::int as failed, count(*) filter (where outcome = 'PENDING')::int as pending, max(end_time) as last_time
            from migration_results where tenant_id = m.tenant_id and migration_id = m.id) r
        where m.tenant_id = {tx.TenantId} and m.id = any({ids}) order by m.id desc
        """);

    /// <summary>Asks for a migration without what became of its instances, which is counted anew each time.</summary>
    public static Answer<MigrationRow> AskPlan(TenantTx tx, Guid id) => tx.Ask<MigrationRow>($"""
        select m.id, m.definition_id, d.name as definition_name, m.version, m.from_versions, m.mapping::text, m.context::text, m.instances, m.creator_id, m.create_time, m.cancel_time,
               0 as migrated, 0 as skipped, 0 as failed, 0 as pending, null::timestamptz as last_time
        from migrations m join definitions d on d.tenant_id = m.tenant_id and d.id = m.definition_id
        where m.tenant_id = {tx.TenantId} and m.id = {id}
        """);

    /// <exception cref="Platform.Errors.Refusal">MIGRATION_NOT_FOUND.</exception>
    public static async Task<MigrationRow> Read(TenantTx tx, Guid id)
    {
        var found = Ask(tx, [id]);
        await tx.Flush();
        return found.First ?? throw NotFound(id);
    }

    /// <summary>Adds a migration, and a result to come for each instance that is chosen.</summary>
    public static void Add(TenantTx tx, MigrationRow m, Chosen chosen)
    {
        // One statement, which sees an instance that ends meanwhile as it is for both or for neither.
        tx.Write($"""
            with chosen as materialized (select i.id, i.definition_version, i.states {chosen.From(tx)}),
            added as (
                insert into migrations (tenant_id, id, definition_id, version, from_versions, mapping, context, instances, creator_id, create_time)
                select {tx.TenantId}, {m.Id}, {m.DefinitionId}, {m.Version}, {m.FromVersions}, {new Json(m.Mapping)}, {new Json(m.Context)}, (select count(*) from chosen)::int, {m.CreatorId}, {m.CreateTime})
            insert into migration_results (tenant_id, migration_id, instance_id, outcome, lease_time, from_version, from_states, to_states, message)
            select {tx.TenantId}, {m.Id}, c.id, 'PENDING', {tx.RealNow}, c.definition_version, c.states, array[]::text[], '' from chosen c
            """);
    }

    /// <summary>
    /// Takes instances whose turn it is, of every tenant the same number, the oldest first. No other process takes them until the lease is over.
    /// </summary>
    public static async Task<IReadOnlyList<DueMigration>> TakeDue(TenantTx tx, int tenants, int each)
    {
        var taken = await tx.All<DueMigration>($"""
            {DueRows.Of(tx, $"migration_results", $"outcome = 'PENDING'", $"lease_time", $"migration_id, instance_id", tenants, each)}
            update migration_results r set lease_time = {tx.RealNow + Lease}, attempts = r.attempts + 1 from due
            where (r.tenant_id, r.migration_id, r.instance_id) = (due.tenant_id, due.migration_id, due.instance_id)
            returning r.tenant_id, r.migration_id, r.instance_id, r.attempts
            """);
        return [.. taken.OrderBy(d => d.MigrationId).ThenBy(d => d.InstanceId)];
    }

    /// <summary>Locks the result of an instance, unless somebody has written it already.</summary>
    public static Answer<int> AskPending(TenantTx tx, Guid migration, Guid instance) => tx.Ask<int>($"""
        select 1 from migration_results where tenant_id = {tx.TenantId} and migration_id = {migration} and instance_id = {instance} and outcome = 'PENDING' for no key update
        """);

    /// <summary>Writes down what became of an instance.</summary>
    public static void Save(TenantTx tx, Guid migration, ResultRow r) => tx.Write($"""
        update migration_results set outcome = {r.Outcome}, from_version = {r.FromVersion}, from_states = {r.FromStates}, to_states = {r.ToStates}, hindrance = {r.Hindrance},
            message = {r.Message}, end_time = {tx.Now}
        where tenant_id = {tx.TenantId} and migration_id = {migration} and instance_id = {r.InstanceId}
        """);

    /// <summary>Gives up an instance that nobody could be done with.</summary>
    public static void GiveUp(TenantTx tx, DueMigration due) => tx.Write($"""
        update migration_results set outcome = {Outcome.Failed}, hindrance = {Engine.HindranceKind.CannotGoOn}, message = 'Something of ours went wrong, again and again.', end_time = {tx.Now}
        where tenant_id = {tx.TenantId} and migration_id = {due.MigrationId} and instance_id = {due.InstanceId} and outcome = 'PENDING'
        """);

    /// <summary>Leaves those whose turn has not come where they are.</summary>
    public static void Cancel(TenantTx tx, Guid id)
    {
        tx.Write($"update migrations set cancel_time = {tx.Now} where tenant_id = {tx.TenantId} and id = {id}");
        tx.Write($"""
            update migration_results set outcome = {Outcome.Skipped}, hindrance = {Engine.HindranceKind.Cancelled}, message = 'The migration was cancelled before its turn.', end_time = {tx.Now}
            where tenant_id = {tx.TenantId} and migration_id = {id} and outcome = 'PENDING'
            """);
    }

    public static Platform.Errors.Refusal NotFound(Guid id) => Reasons.MigrationNotFound.Refuse($"There is no migration {id}.", "migration_id");
}

/// <summary>Which running instances of a definition are meant.</summary>
/// <param name="DefinitionId">Of which definition.</param>
/// <param name="Versions">Of which versions.</param>
/// <param name="States">That stand in any of these states; in any when there are none.</param>
/// <param name="Ids">Of these only; of all when there are none.</param>
internal sealed record Chosen(Guid DefinitionId, int[] Versions, string[] States, Guid[] Ids)
{
    public Sql From(TenantTx tx) => $"""
        from instances i where i.tenant_id = {tx.TenantId} and i.definition_id = {DefinitionId} and i.status = 'RUNNING' and i.definition_version = any({Versions})
            and (cardinality({States}) = 0 or i.states && {States}) and (cardinality({Ids}) = 0 or i.id = any({Ids}))
        """;
}
