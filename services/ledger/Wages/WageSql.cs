using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Wages;

/// <summary>What statements say of a wage, of whose entry they know it as <c>e</c> and of whose worker's line as <c>l</c>.</summary>
internal static class WageSql
{
    /// <summary>What is left of it behind its corrections.</summary>
    // The corrections' lines are looked for by their entries: where workers are compared by "is not distinct from", no index leads to all lines of a worker.
    public static Sql Standing() => $"""
        l.amount + coalesce((select sum(o.amount) from entries c join lines o on o.tenant_id = c.tenant_id and o.entry_id = c.id and o.worker_id is not distinct from l.worker_id
            where c.tenant_id = e.tenant_id and c.corrects_entry_id = e.id), 0)
        """;

    /// <summary>Whether its opposite was booked.</summary>
    public static Sql HasOpposite() => $"exists (select from entries o where o.tenant_id = e.tenant_id and o.source = 'reversal:' || e.id)";

    /// <summary>Whether the work of a report was taken back.</summary>
    public static Sql IsTakenBack(Sql report) => $"exists (select from take_backs t where t.tenant_id = e.tenant_id and t.report_id = {report})";

    /// <summary>The report that it was earned by; of wages from before there were reports, the step.</summary>
    // By "case", since behind row-level security nothing with coalesce in it is looked up in an index.
    public static Sql Report() => $"(case when e.details ->> 'reportId' is null then e.details ->> 'stepId' else e.details ->> 'reportId' end)::uuid";
}
