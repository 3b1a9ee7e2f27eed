using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.InstanceMigrations;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace FactoryFlow.Workflow.Tests.InstanceMigrations;

/// <summary>What became of each instance of a migration is kept for a time, how many became what for good.</summary>
[Collection("activities")]
public sealed class SweptTests(World world)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private readonly Change _change = new(world);

    [Fact]
    public async Task Results_are_forgotten_after_their_time_and_the_migration_says_the_same_of_itself_as_before()
    {
        var migration = await Done();
        var before = await _change.Get(migration);
        (before.Migrated, before.Skipped).ShouldBe((2, 1));
        await Pass(Kept - TimeSpan.FromHours(1));
        await Sweep();
        (await _change.Results(migration)).Count.ShouldBe(3);
        await Pass(TimeSpan.FromHours(2));
        var old = await _change.Get(migration);
        await Sweep();
        (await _change.Results(migration)).ShouldBeEmpty();
        (await _change.Get(migration)).ShouldBe(old);
        (old.Migrated, old.Skipped, old.Instances, old.Left, old.Status).ShouldBe((2, 1, 3, 0, Migration.Types.Status.Completed));
    }

    [Fact]
    public async Task What_is_swept_in_two_goes_is_counted_once()
    {
        var migration = await Done();
        await world.Look("update migration_results set end_time = end_time - interval '91 days' where tenant_id = $1 and outcome = 'SKIPPED' returning 1", _change.Tenant);
        await Sweep();
        ((await _change.Results(migration)).Count, (await _change.Get(migration)).Skipped).ShouldBe((2, 1));
        await Pass(TimeSpan.FromDays(91));
        await Sweep();
        var after = await _change.Get(migration);
        ((await _change.Results(migration)).Count, after.Migrated, after.Skipped).ShouldBe((0, 2, 1));
    }

    [Fact]
    public async Task Two_sweeps_that_meet_in_one_migration_count_what_each_has_swept()
    {
        // Nobody else's are in the way then.
        await Sweep();
        var migration = await Done();
        await Pass(TimeSpan.FromDays(91));
        var (isSwept, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = Some(2, async () =>
        {
            isSwept.SetResult();
            await mayEnd.Task.InTime();
        });
        await isSwept.Task.InTime();
        var second = Some(2, () => Task.CompletedTask);
        while ((await world.Look("select 1::text from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%swept_migrated%'")).Count == 0)
            second.IsCompleted.ShouldBeFalse("it has to wait for the migration, which the first one counts in");
        mayEnd.SetResult();
        (await first.InTime(), await second.InTime()).ShouldBe((2, 1));
        var after = await _change.Get(migration);
        ((await _change.Results(migration)).Count, after.Migrated, after.Skipped).ShouldBe((0, 2, 1));
    }

    [Fact]
    public async Task While_somebody_has_not_had_their_turn_nothing_of_the_migration_is_forgotten()
    {
        var migration = await Done();
        await Pass(TimeSpan.FromDays(91));
        await world.Look("update migration_results set outcome = 'PENDING', hindrance = null, end_time = null, lease_time = '2100-01-01' where tenant_id = $1 and outcome = 'SKIPPED' returning 1", _change.Tenant);
        await Sweep();
        (await _change.Results(migration)).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(null, 90)]
    [InlineData("30.00:00:00", 30)]
    [InlineData("90", 90)]
    public void How_long_is_configured(string? text, int days) => SweptResults.KeptFor(Configured(text)).ShouldBe(TimeSpan.FromDays(days));

    [Theory]
    [InlineData("4000.00:00:00")]
    [InlineData("00:00:01")]
    [InlineData("90 days")]
    public void What_is_no_such_time_is_told_at_the_start(string text) =>
        Should.Throw<InvalidOperationException>(() => SweptResults.KeptFor(Configured(text))).Message.ShouldContain("Workflow__MigrationResultsKept");

    private static IConfiguration Configured(string? text) => new ConfigurationBuilder().AddInMemoryCollection([new("Workflow:MigrationResultsKept", text)]).Build();

    // Two that stand where they may, and one that does not.
    private async Task<Migration> Done()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        foreach (var _ in new[] { 1, 2 }) await _change.Desk.Start(definition);
        await _change.Taken(definition, "submit");
        await _change.Next(definition, Change.After);
        var migration = await _change.Begin(definition);
        await _change.Work();
        return migration;
    }

    private Task Pass(TimeSpan time) => world.Look("update migration_results set end_time = end_time - $2 where tenant_id = $1 returning 1", _change.Tenant, time);

    // One batch of a sweep, and what happens before it is committed.
    private Task<int> Some(int most, Func<Task> then) => world.Db.Through(Door.Timers, async tx =>
    {
        var swept = SweptResults.After(Kept).Delete(tx, most);
        await tx.Flush();
        await then();
        return swept.First;
    }, Limit.Soon());

    private Task Sweep() => new Sweep(world.Db, [SweptResults.After(Kept)], TimeProvider.System, NullLogger<Sweep>.Instance).Round(Limit.Soon()).InTime();
}
