using FactoryFlow.Testing;
using FactoryFlow.Workflow.InstanceMigrations;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using Google.Protobuf.WellKnownTypes;
using static FactoryFlow.Workflow.V1.MigrationResult.Types;

namespace FactoryFlow.Workflow.Tests.InstanceMigrations;

/// <summary>Migrations of many instances: previews, dry runs, processes that share the work and die, and tenants beside each other.</summary>
[Collection("activities")]
public sealed class BatchTests(World world)
{
    private readonly Change _change = new(world);

    [Fact]
    public async Task A_preview_counts_who_stands_where_and_says_what_could_become_of_them()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        for (var i = 0; i < 3; i++) await _change.Taken(definition, "submit");
        await _change.Desk.Start(definition);
        await _change.Draft(definition, "context: { defects: number, sum: { type: number, required: true } }\n" + Change.After);
        var preview = await _change.Preview(definition);
        (preview.Version, preview.Instances).ShouldBe((2, 4));
        preview.States.Select(s => $"{s.State}@{s.Version} {s.Instances} {s.IsOrphaned} {s.SuggestedState} {s.Hindrance}").ShouldBe(["check@1 3 True checking StateNotMapped", "draft@1 1 False draft Unspecified"]);
        preview.SuggestedMapping.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, string>("check", "checking"));
        (preview.Context.Single().Name, preview.Context.Single().Instances).ShouldBe(("sum", 4));
    }

    [Fact]
    public async Task A_preview_says_which_states_became_something_else_and_who_is_busy()
    {
        var bench = new Activities.Bench(world);
        var instance = await bench.Taken("{ type: wait, with: { duration: PT8H } }");
        await bench.Desk.Definitions.UpdateDefinition(new()
        {
            DefinitionId = instance.DefinitionId,
            Yaml = "{ states: [{ id: a, type: start }, { id: b, type: waitForSignal, signal: s }, { id: z, type: end }], transitions: [{ from: a, to: b }, { from: b, to: z }] }",
        }, bench.Desk.Call()).InTime();
        var state = (await bench.Desk.Migrations.PreviewMigration(new() { DefinitionId = instance.DefinitionId }, bench.Desk.Call()).InTime()).States.Single();
        (state.State, state.BusyInstances, state.IsOrphaned, state.SuggestedState, state.Hindrance).ShouldBe(("b", 1, true, "", Hindrance.TypeDiffers));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_become_of_each_and_keeps_nothing()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        var (submitted, drafted) = (await _change.Taken(definition, "submit"), await _change.Desk.Start(definition));
        await _change.Draft(definition, Change.After);
        var dry = await _change.Begin(definition, r => (r.Version, r.ValidateOnly) = (2, true));
        (dry.Id, dry.Instances, dry.Migrated, dry.Skipped).ShouldBe(("", 2, 1, 1));
        dry.Results.Single(r => r.InstanceId == submitted.Id).Hindrance.ShouldBe(Hindrance.StateNotMapped);
        dry.Results.Single(r => r.InstanceId == drafted.Id).ToStates.ShouldBe(["draft"]);
        (await _change.Look("select id::text from migrations where tenant_id = $1 union all select instance_id::text from migration_results where tenant_id = $1")).ShouldBeEmpty();
        (await _change.At(submitted), await _change.At(drafted)).ShouldBe(("check@1", "draft@1"));
    }

    [Fact]
    public async Task A_migration_goes_only_to_the_active_version_and_only_by_a_mapping_that_fits()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        await _change.Taken(definition, "submit");
        await _change.Draft(definition, Change.After);
        (await Desk.Refused(() => _change.Begin(definition, r => r.Version = 2))).Reason.Name.ShouldBe("DEFINITION_NOT_ACTIVE");
        await _change.Desk.Definitions.PublishDefinition(new() { DefinitionId = definition.Id }, _change.Desk.Call()).InTime();
        var refusal = await Desk.Refused(() => _change.Begin(definition, mapping: [("check", "done"), ("draft", "nowhere"), ("ghost", "draft")]));
        refusal.Faults.Select(f => f.Field).ShouldBe(["mapping[check]", "mapping[draft]", "mapping[ghost]"], ignoreOrder: true);
        (await Desk.Refused(() => _change.Begin(definition, r => r.FromVersions.Add(2)))).Faults.Single().Field.ShouldBe("from_versions[0]");
    }

    [Fact]
    public async Task What_the_version_requires_is_given_to_whoever_does_not_know_it()
    {
        var definition = await _change.Desk.Publish(Declaring("sum: number"));
        var (unknowing, knowing) = (await _change.Desk.Start(definition), await _change.Desk.Start(definition, """{"sum": 3}"""));
        await _change.Next(definition, Declaring("sum: { type: number, required: true }"));
        (await _change.Begin(definition, r => r.ValidateOnly = true)).Results.Select(r => r.Hindrance).ShouldBe([Hindrance.ContextDiffers, Hindrance.Unspecified], ignoreOrder: true);
        (await Desk.Refused(() => _change.Begin(definition, r => r.Context = Struct.Parser.ParseJson("""{"sum": "much"}""")))).Faults.Single().Field.ShouldBe("context[sum]");
        await _change.Begin(definition, r => r.Context = Struct.Parser.ParseJson("""{"sum": 7}"""));
        await _change.Work();
        (await Sum(unknowing), await Sum(knowing)).ShouldBe((7, 3));
        (await _change.Desk.History(unknowing)).Select(e => e.Type).ShouldBe(["STARTED", "MIGRATED", "CONTEXT_CHANGED"]);

        async Task<double> Sum(Instance instance) => (await _change.Desk.Get(instance.Id)).Context.Fields["sum"].NumberValue;
    }

    [Fact]
    public async Task Only_those_are_chosen_that_are_asked_for()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        var (submitted, other, drafted) = (await _change.Taken(definition, "submit"), await _change.Taken(definition, "submit"), await _change.Desk.Start(definition));
        await _change.Next(definition, Change.After);
        (await _change.Begin(definition, r => r.States.Add("draft"))).Instances.ShouldBe(1);
        (await _change.Begin(definition, r => r.InstanceIds.Add(submitted.Id), mapping: ("check", "checking"))).Instances.ShouldBe(1);
        await _change.Work();
        (await _change.At(submitted), await _change.At(other), await _change.At(drafted)).ShouldBe(("checking@2", "check@1", "draft@2"));
    }

    [Fact]
    public async Task Many_processes_migrate_the_instances_of_two_tenants_each_once()
    {
        var changes = new[] { _change, new Change(world) };
        var migrations = new List<(Change Change, Migration Migration)>();
        foreach (var change in changes)
        {
            var definition = await change.Desk.Publish(Change.Before);
            for (var i = 0; i < 30; i++) await change.Taken(definition, "submit");
            await change.Next(definition, Change.After);
            migrations.Add((change, await change.Begin(definition, mapping: ("check", "checking"))));
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => changes[i % 2].Work()));
        foreach (var (change, migration) in migrations)
        {
            var done = await change.Get(migration);
            (done.Status, done.Instances, done.Migrated, done.Left).ShouldBe((Migration.Types.Status.Completed, 30, 30, 0));
            (await change.Look("select count(*)::text from history where tenant_id = $1 and type = 'MIGRATED'")).ShouldBe(["30"]);
            (await change.Look("select distinct definition_version::text from instances where tenant_id = $1")).ShouldBe(["2"]);
        }
    }

    [Fact]
    public async Task What_a_process_had_taken_when_it_died_is_migrated_by_another_and_nothing_twice()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        for (var i = 0; i < 4; i++) await _change.Taken(definition, "submit");
        await _change.Next(definition, Change.After);
        var migration = await _change.Begin(definition, mapping: ("check", "checking"));
        var ids = (await _change.Results(migration)).Select(r => Guid.Parse(r.InstanceId)).ToList();
        // It took all, was done with one, died before the commit of another, and had not begun with the rest.
        await world.Look("update migration_results set lease_time = now() + interval '1 minute', attempts = 1 where tenant_id = $1 returning 1", _change.Tenant);
        await Carry(migration, ids[0]);
        await Should.ThrowAsync<InvalidOperationException>(() => Carry(migration, ids[1], dies: true));
        using (var other = _change.Desk.Migrator) await other.MigrateSome(Limit.Soon());
        (await _change.Get(migration)).Left.ShouldBe(3);
        await world.Look("update migration_results set lease_time = now() - interval '1 second' where tenant_id = $1 returning 1", _change.Tenant);
        await _change.Work();
        (await Carry(migration, ids[0]), (await _change.Get(migration)).Migrated).ShouldBe((false, 4));
        (await _change.Look("select count(*) || ' ' || count(distinct instance_id) from history where tenant_id = $1 and type = 'MIGRATED'")).ShouldBe(["4 4"]);
    }

    [Fact]
    public async Task Whoever_moves_an_instance_at_the_same_time_comes_before_or_after()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        var instances = new List<Instance>();
        for (var i = 0; i < 12; i++) instances.Add(await _change.Taken(definition, "submit"));
        await _change.Next(definition, Change.After);
        await _change.Begin(definition, mapping: ("check", "checking"));
        await Task.WhenAll([_change.Work(), .. instances.Select(i => _change.Desk.Take(i, "pass"))]);
        foreach (var instance in instances)
        {
            var types = string.Join(' ', (await _change.Desk.History(instance)).Select(e => e.Type == "TRANSITIONED" ? e.ToState : e.Type));
            (types, await _change.At(instance)).ShouldBeOneOf(("STARTED check done COMPLETED", "done@1"), ("STARTED check MIGRATED second", "second@2"));
        }
    }

    [Fact]
    public async Task A_migration_that_is_cancelled_leaves_the_rest_where_it_is()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        var instances = new[] { await _change.Taken(definition, "submit"), await _change.Taken(definition, "submit") };
        await _change.Next(definition, Change.After);
        var migration = await _change.Begin(definition, mapping: ("check", "checking"));
        await world.Look("update migration_results set lease_time = now() + interval '1 minute' where tenant_id = $1 returning 1", _change.Tenant);
        await Carry(migration, Guid.Parse(instances[0].Id));
        var cancelled = await _change.Desk.Migrations.CancelMigration(new() { MigrationId = migration.Id }, _change.Desk.Call()).InTime();
        (cancelled.Status, cancelled.Migrated, cancelled.Skipped, cancelled.Left).ShouldBe((Migration.Types.Status.Cancelled, 1, 1, 0));
        (await Carry(migration, Guid.Parse(instances[1].Id)), await _change.At(instances[1])).ShouldBe((false, "check@1"));
        (await Desk.Refused(() => _change.Desk.Migrations.CancelMigration(new() { MigrationId = migration.Id }, _change.Desk.Call()))).Reason.Name.ShouldBe("MIGRATION_ENDED");
    }

    [Fact]
    public async Task What_goes_wrong_again_and_again_is_given_up()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        await _change.Taken(definition, "submit");
        await _change.Next(definition, Change.After);
        var migration = await _change.Begin(definition, mapping: ("check", "checking"));
        // Nobody can read it any more.
        await world.Look("""update instances set state = '{"Tokens": 1}' where tenant_id = $1 returning 1""", _change.Tenant);
        await world.Look("update migration_results set attempts = 2 where tenant_id = $1 returning 1", _change.Tenant);
        await _change.Work();
        var result = (await _change.Results(migration)).Single();
        (result.Outcome, result.Hindrance).ShouldBe((Outcome.Failed, Hindrance.CannotGoOn));
    }

    [Fact]
    public async Task The_same_key_begins_one_migration()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        await _change.Taken(definition, "submit");
        await _change.Next(definition, Change.After);
        var (one, again) = (await _change.Begin(definition, key: "k"), await _change.Begin(definition, key: "k"));
        again.Id.ShouldBe(one.Id);
        (await _change.Desk.Migrations.ListMigrations(new() { DefinitionId = definition.Id }, _change.Desk.Call()).InTime()).Migrations.Select(m => m.Id).ShouldBe([one.Id]);
    }

    private static string Declaring(string context) => $$"""
        context: { {{context}} }
        states: [{ id: a, type: start }, { id: z, type: end }]
        transitions: [{ from: a, to: z }]
        """;

    private Task<bool> Carry(Migration migration, Guid instance, bool dies = false) => world.Db.As(_change.Tenant, async tx =>
    {
        var carried = await _change.Desk.Carrying.Carry(tx, new DueMigration(_change.Tenant, Guid.Parse(migration.Id), instance, 1));
        await tx.Flush();
        return dies ? throw new InvalidOperationException("It died.") : carried;
    }, Limit.Soon());
}
