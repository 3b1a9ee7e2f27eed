using FactoryFlow.AppHost;

namespace FactoryFlow.Bench;

/// <summary>The pages of some tables and their indexes that PostgreSQL has read, from its memory or not.</summary>
internal sealed class Pages(FactoryFlowSystem system, string service, params string[] tables)
{
    // PostgreSQL makes what a backend counted known at the latest when it was idle for so long.
    private static readonly TimeSpan UntilCounted = TimeSpan.FromSeconds(12);
    private long _before;

    /// <summary>How many more there are than when this was asked last.</summary>
    public async Task<long> Next()
    {
        await Task.Delay(UntilCounted);
        var now = await system.Ask<long>(service, """
            select sum(coalesce(heap_blks_read, 0) + coalesce(heap_blks_hit, 0) + coalesce(idx_blks_read, 0) + coalesce(idx_blks_hit, 0))::bigint from pg_statio_user_tables
            where relname = any($1)
            """, (object)tables);
        (var before, _before) = (_before, now);
        return now - before;
    }
}
