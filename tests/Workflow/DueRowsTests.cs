using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;

namespace FactoryFlow.Workflow.Tests;

/// <summary>What is due is found by looks at indexes of what waits, whatever else the tables hold.</summary>
public sealed class DueRowsTests(World world)
{
    [Fact]
    public Task Activities() => IsFoundBy("activities_pending", tx => DueRows.Of(tx, $"activities", $"status = 'PENDING'", $"due_time", $"instance_id, number", 64, 8, Guid.NewGuid()));

    [Fact]
    public Task What_triggers_heard() => IsFoundBy("trigger_runs_(due|pending)", tx => DueRows.Of(tx, $"trigger_runs", $"outcome = 'PENDING'", $"due_time", $"id", 16, 16));

    [Fact]
    public Task Instances_that_are_migrated() =>
        IsFoundBy("migration_results_pending", tx => DueRows.Of(tx, $"migration_results", $"outcome = 'PENDING'", $"lease_time", $"migration_id, instance_id", 16, 25));

    // These tables are small here, where the planner would read them whole if it might.
    private async Task IsFoundBy(string index, Func<TenantTx, Sql> due)
    {
        var plan = await world.Db.Through(Door.Timers, tx =>
        {
            tx.Write($"set local enable_seqscan = off");
            tx.Write($"set local enable_bitmapscan = off");
            return tx.All<string>($"explain (costs off) {due(tx)} select * from due");
        }, Limit.Soon());
        var looks = plan.Where(line => line.Contains(" using ", StringComparison.Ordinal) && !line.Contains("tenant_clocks", StringComparison.Ordinal)).ToList();
        (looks.Count, plan.Any(line => line.Contains("Seq Scan on", StringComparison.Ordinal))).ShouldBe((4, false), string.Join('\n', plan));
        looks.ShouldAllBe(line => System.Text.RegularExpressions.Regex.IsMatch(line, index));
        // The tenants by whose first is due longest, and nothing else.
        plan.Count(line => line.Contains("Sort Key", StringComparison.Ordinal)).ShouldBe(1);
    }
}
