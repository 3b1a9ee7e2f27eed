using System.Globalization;
using System.Text.RegularExpressions;
using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Timers;

namespace FactoryFlow.Workflow.Tests.Timers;

/// <summary>Many timers at once. By itself: it takes what is due of every tenant, and counts what is read.</summary>
[Collection(nameof(ManyTimersTests))]
[CollectionDefinition(nameof(ManyTimersTests), DisableParallelization = true)]
public sealed class ManyTimersTests(World world)
{
    private readonly Desk _desk = new(world);

    [Fact]
    public async Task A_hundred_thousand_timers_cost_nothing_while_none_is_due_and_are_taken_in_the_order_of_time()
    {
        await TimerTests.Hung(_desk);
        var before = PagesRead(await Plan());
        await world.Look("""
            insert into timers select tenant_id, instance_id, visit + n, purpose, step, token, due_time + n * interval '1 second', lease_time
            from timers, generate_series(1, 100000) n where tenant_id = $1 returning 1
            """, _desk.Tenant);
        var plan = await Plan();
        plan.ShouldContain("timers_waiting");
        // They fill some two thousand pages; what other tests left dead is read along.
        PagesRead(plan).ShouldBeLessThan(before + 200, plan);
        await _desk.Pass(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(300));
        var taken = await world.Db.Through(Door.Timers, tx => TimerStore.TakeDue(tx, 64, 150), Limit.Soon());
        taken.Select(t => t.DueTime).ShouldBeInOrder();
        var first = await world.Look("select due_time::text from timers where tenant_id = $1 and lease_time <= now() order by due_time limit 1", _desk.Tenant);
        DateTimeOffset.Parse(first[0], CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(taken[^1].DueTime);
        await world.Look("delete from timers where tenant_id = $1 returning 1", _desk.Tenant);
    }

    [Fact]
    public async Task However_many_of_one_tenants_are_due_anothers_have_their_turn()
    {
        await TimerTests.Hung(_desk);
        await world.Look("""
            insert into timers (tenant_id, instance_id, visit, purpose, step, token, due_time, lease_time)
            select tenant_id, instance_id, visit + n, purpose, step, token, now() - interval '1 day', lease_time from timers, generate_series(1, 2000) n where tenant_id = $1 returning 1
            """, _desk.Tenant);
        var other = new Desk(world);
        var instance = await TimerTests.Hung(other);
        await other.Pass(TimeSpan.FromHours(8.1));
        await other.Clockwork.FireSome(Limit.Soon());
        (await other.Get(instance.Id)).Status.ShouldBe(V1.Instance.Types.Status.Completed);
        (await _desk.Timers()).ShouldBeGreaterThan(1000);
        await world.Look("delete from timers where tenant_id = $1 returning 1", _desk.Tenant);
    }

    private async Task<string> Plan() => string.Join('\n', await world.Db.Through(Door.Timers, tx => tx.All<string>($"""
        explain (analyze, buffers) {DueRows.Of(tx, $"timers", $"true", $"due_time", $"instance_id, visit, purpose, step", 64, 16)} select * from due
        """), Limit.Soon()));

    private static int PagesRead(string plan) => int.Parse(Regex.Match(plan, @"shared hit=(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
}
