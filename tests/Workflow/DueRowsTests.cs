using System.Text.RegularExpressions;
using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;

namespace FactoryFlow.Workflow.Tests;

/// <summary>What is due is found by looks at indexes of what waits, whatever else the tables hold.</summary>
public sealed class DueRowsTests(World world)
{
    [Fact]
    public Task Activities() => IsFound("activities", ["activities_pending"], tx => DueRows.Of(tx, $"activities", $"status = 'PENDING'", $"due_time", $"instance_id, number", 64, 8, Guid.NewGuid()));

    [Fact]
    public Task Timers() => IsFound("timers", ["timers_waiting"], tx => DueRows.Of(tx, $"timers", $"true", $"due_time", $"instance_id, visit, purpose, step", 64, 16));

    [Fact]
    public Task What_triggers_heard() => IsFound("trigger_runs", ["trigger_runs_due", "trigger_runs_pending"], tx => DueRows.Of(tx, $"trigger_runs", $"outcome = 'PENDING'", $"due_time", $"id", 16, 16));

    [Fact]
    public Task Instances_that_are_migrated() =>
        IsFound("migration_results", ["migration_results_pending"], tx => DueRows.Of(tx, $"migration_results", $"outcome = 'PENDING'", $"lease_time", $"migration_id, instance_id", 16, 25));

    // These tables are small here, where the planner would read them whole if it might.
    private async Task IsFound(string table, string[] indexes, Func<TenantTx, Sql> due)
    {
        var plan = await world.Db.Through(Door.Timers, tx =>
        {
            tx.Write($"set local enable_seqscan = off");
            tx.Write($"set local enable_bitmapscan = off");
            return tx.All<string>($"explain (costs off) {due(tx)} select * from due");
        }, Limit.Soon());
        // How often a table is looked at, and what is sorted, is the planner's to say: other tests fill these tables.
        var text = string.Join('\n', plan);
        plan.ShouldNotContain(line => Regex.IsMatch(line, $@"(Seq|Bitmap Heap) Scan on {table}\b"), text);
        var looks = plan.Select(line => Regex.Match(line, $@"Index (?:Only )?Scan (?:Backward )?using (\S+) on {table}\b")).Where(look => look.Success).Select(look => look.Groups[1].Value).ToList();
        looks.ShouldNotBeEmpty(text);
        looks.ShouldAllBe(used => indexes.Contains(used), text);
    }
}
