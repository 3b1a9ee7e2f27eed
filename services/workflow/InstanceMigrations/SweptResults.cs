using System.Globalization;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.InstanceMigrations;

/// <summary>Forgets what became of each instance of a migration, long after its turn and when all had theirs; how many became what stays with the migration.</summary>
internal static class SweptResults
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(90), Shortest = TimeSpan.FromDays(1), Longest = TimeSpan.FromDays(3650);

    /// <summary>How long results are kept as it is configured: <c>Workflow__MigrationResultsKept</c>.</summary>
    /// <exception cref="InvalidOperationException">It is no such length of time.</exception>
    public static TimeSpan KeptFor(IConfiguration configuration) => configuration["Workflow:MigrationResultsKept"] is not { Length: > 0 } text ? Usual
        : TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time) && time >= Shortest && time <= Longest ? time
        : throw new InvalidOperationException($"Workflow__MigrationResultsKept must be a length of time of 1 to 3650 days, such as 90.00:00:00; it is \"{text}\".");

    /// <summary>Results that have been there for so long, of migrations of which nothing is left to be done.</summary>
    public static Swept After(TimeSpan time) => new("results of migrations", (tx, most) => tx.Ask<int>($"""
        with gone as (
            delete from migration_results where (tenant_id, migration_id, instance_id) in (
                select r.tenant_id, r.migration_id, r.instance_id from migration_results r
                where r.end_time <= {tx.Now - time} and not exists (
                    select from migration_results p where p.tenant_id = r.tenant_id and p.migration_id = r.migration_id and p.outcome = 'PENDING')
                order by r.end_time limit {most} for update of r skip locked)
            returning tenant_id, migration_id, outcome, end_time),
        counted as (
            update migrations m set swept_migrated = m.swept_migrated + g.migrated, swept_skipped = m.swept_skipped + g.skipped, swept_failed = m.swept_failed + g.failed,
                swept_time = greatest(m.swept_time, g.last_time)
            from (
                select tenant_id, migration_id, count(*) filter (where outcome = 'MIGRATED')::int as migrated, count(*) filter (where outcome = 'SKIPPED')::int as skipped,
                       count(*) filter (where outcome = 'FAILED')::int as failed, max(end_time) as last_time
                from gone group by tenant_id, migration_id) g
            where m.tenant_id = g.tenant_id and m.id = g.migration_id)
        select count(*)::int from gone
        """));
}
