using FactoryFlow.Events.Workflow;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Activities;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using static FactoryFlow.Workflow.V1.MigrationResult.Types;

namespace FactoryFlow.Workflow.Tests.InstanceMigrations;

/// <summary>What becomes of one instance that is taken to another version.</summary>
[Collection("activities")]
public sealed class MigrationTests(World world)
{
    private readonly Change _change = new(world);

    [Fact]
    public async Task It_stays_where_it_is_under_its_new_name_and_goes_on_by_the_new_version()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        var instance = await _change.Taken(definition, "submit");
        await _change.Next(definition, Change.After);
        var result = (await _change.Migrate(definition, ("check", "checking"))).Single();
        (result.Outcome, result.FromVersion, result.FromStates.Single(), result.ToStates.Single()).ShouldBe((Outcome.Migrated, 1, "check", "checking"));
        (await _change.At(instance)).ShouldBe("checking@2");
        (await _change.Desk.Take(instance, "pass")).CurrentState.ShouldBe("second");
        (await _change.Desk.Take(instance, "passAgain")).Status.ShouldBe(Instance.Types.Status.Completed);
        (await _change.Desk.History(instance)).Select(e => e.Type).ShouldBe(["STARTED", "TRANSITIONED", "MIGRATED", "TRANSITIONED", "TRANSITIONED", "COMPLETED"]);
    }

    [Fact]
    public async Task Its_task_is_the_same_and_whoever_has_it_keeps_it()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        var instance = await _change.Taken(definition, "submit");
        var clerk = _change.Desk.Call("clerk");
        var task = (await _change.Desk.Inbox(clerk)).Single();
        await _change.Desk.Tasks.ClaimTask(new() { TaskId = task.Id }, clerk).InTime();
        await _change.Next(definition, Change.After);
        await _change.Migrate(definition, ("check", "checking"));
        var after = (await _change.Desk.Inbox(_change.Desk.Call(), r => r.InstanceId = instance.Id)).Single();
        (after.Id, after.State, after.Name, after.AssigneeId, after.Roles.Single()).ShouldBe((task.Id, "checking", "First look", Guid.AllBitsSet.ToString(), "auditor"));
        after.DueTime.ToDateTimeOffset().ShouldBe(task.CreateTime.ToDateTimeOffset() + TimeSpan.FromDays(2));
        await _change.Desk.Tasks.CompleteTask(new() { TaskId = task.Id, Transition = "pass", Data = Google.Protobuf.WellKnownTypes.Struct.Parser.ParseJson("""{"defects": 1}""") }, clerk).InTime();
        (await _change.At(instance)).ShouldBe("second@2");
    }

    [Fact]
    public async Task What_was_called_on_the_way_is_not_called_again_and_is_undone_as_it_was_done()
    {
        await using var receiver = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, http.Request.Path.Value!.EndsWith("broken", StringComparison.Ordinal) ? 500 : 204));
        var bench = new Bench(world);
        var instance = await bench.Taken(Bench.Call(receiver.Url + "/made", $", compensation: {Bench.Call(receiver.Url + "/undone")}"));
        await bench.Act();
        await Next(bench, instance, $"[{Bench.Call(receiver.Url + "/never")}, {Bench.Call(receiver.Url + "/never")}]", $"[{Bench.Call(receiver.Url + "/broken", ", retry: { attempts: 1 }")}]");
        await bench.Act();
        receiver.Calls.Count.ShouldBe(1);
        await bench.Desk.Take(instance, "finish");
        await bench.Act();
        (await receiver.Arrived(3)).Select(c => c.Path[(c.Path.LastIndexOf('/') + 1)..]).ShouldBe(["made", "broken", "undone"]);
        (await bench.Desk.Get(instance.Id)).Status.ShouldBe(Instance.Types.Status.Failed);
        (await bench.Look(instance)).ShouldBe("1:Compensated 2:Failed 3<1:Succeeded");
    }

    [Fact]
    public async Task While_something_is_done_for_it_it_stays_on_its_version()
    {
        var bench = new Bench(world);
        var instance = await bench.Taken("{ type: wait, with: { duration: PT8H } }");
        var results = await Next(bench, instance, "[]", "[]");
        (results.Single().Outcome, results.Single().Hindrance).ShouldBe((Outcome.Skipped, Hindrance.ActivityUnderWay));
        (await bench.Desk.Get(instance.Id)).Version.ShouldBe(1);
        await bench.Pass(TimeSpan.FromHours(9));
        await bench.Act();
        (await bench.Look(instance)).ShouldBe("1:Succeeded");
    }

    [Theory]
    [InlineData("PT2H", "dry")]
    [InlineData("PT4H", "drying")]
    public async Task Whoever_waits_for_time_has_waited_since_they_came(string duration, string state)
    {
        var definition = await _change.Desk.Publish(Drying("PT8H", ""));
        var instance = await _change.Taken(definition, "hang");
        await _change.Pass(TimeSpan.FromHours(3));
        await _change.Next(definition, Drying(duration, ""));
        await _change.Migrate(definition);
        await _change.Desk.Fire();
        (await _change.At(instance)).ShouldBe($"{state}@2");
        if (state == "drying") (await _change.Look("select round(extract(epoch from due_time - now()) / 3600)::text from timers where tenant_id = $1")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_stay_is_too_long_by_the_new_version_and_only_once()
    {
        var definition = await _change.Desk.Publish(Drying("P9D", ""));
        var instance = await _change.Taken(definition, "hang");
        await _change.Pass(TimeSpan.FromHours(3));
        foreach (var sla in new[] { "PT2H", "PT1H" })
        {
            await _change.Next(definition, Drying("P9D", $", sla: {{ duration: {sla}, escalations: [{{ after: PT3H, notify: {{ role: boss }} }}] }}"));
            await _change.Migrate(definition);
            await _change.Desk.Fire();
        }

        (await _change.Desk.Slas.ListSlaViolations(new() { InstanceId = instance.Id }, _change.Desk.Call()).InTime()).Violations.Count.ShouldBe(1);
        (await _change.Look("select step || ' ' || round(extract(epoch from due_time - now()) / 3600)::text from timers where tenant_id = $1 and purpose = 'SLA'")).ShouldBe(["1 1"]);
        await _change.Next(definition, Drying("P9D", ""));
        await _change.Migrate(definition);
        (await _change.Look("select (end_time is null)::text from sla_violations where tenant_id = $1 union all select purpose from timers where tenant_id = $1")).ShouldBe(["false", "WAIT"]);
    }

    [Fact]
    public async Task A_state_that_becomes_a_task_has_one_and_one_that_is_none_any_more_has_none()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        var (first, second) = (await _change.Desk.Start(definition), await _change.Taken(definition, "submit"));
        await _change.Next(definition, """
            states: [{ id: check, type: start }, { id: draft, type: manual, due: P1D }, { id: done, type: end }]
            transitions: [{ id: begin, from: check, to: draft }, { id: pass, from: draft, to: done }]
            """);
        (await _change.Migrate(definition)).ShouldAllBe(r => r.Outcome == Outcome.Migrated);
        (await _change.Desk.Inbox(_change.Desk.Call(), r => r.InstanceId = first.Id)).Single().State.ShouldBe("draft");
        (await _change.Desk.Inbox(_change.Desk.Call(), r => r.InstanceId = second.Id)).ShouldBeEmpty();
        (await _change.Look("select status from tasks where tenant_id = $1 order by status")).ShouldBe(["CANCELLED", "OPEN"]);
    }

    [Fact]
    public async Task Branches_stay_apart_and_meet_again()
    {
        var definition = await _change.Desk.Publish(Forked("one", 2));
        var instance = await _change.Taken(definition, "go", "one-j");
        await _change.Next(definition, Forked("first", 2));
        (await _change.Migrate(definition)).Single().Outcome.ShouldBe(Outcome.Migrated);
        (await _change.At(instance)).ShouldBe("j,b1@2");
        (await _change.Desk.Take(instance, "b1-j")).Status.ShouldBe(Instance.Types.Status.Completed);
    }

    [Fact]
    public async Task A_fork_of_more_branches_is_another()
    {
        var definition = await _change.Desk.Publish(Forked("one", 2));
        var instance = await _change.Taken(definition, "go");
        await _change.Next(definition, Forked("one", 3));
        (await _change.Migrate(definition)).Single().Hindrance.ShouldBe(Hindrance.ForkDiffers);
        (await _change.At(instance)).ShouldBe("one,b1@1");
    }

    [Fact]
    public async Task What_it_started_is_still_waited_for()
    {
        await _change.Desk.Publish("{ states: [{ id: a, type: start }, { id: z, type: end }], transitions: [{ id: end, from: a, to: z }] }", "inner");
        var definition = await _change.Desk.Publish(Outer("waits"));
        var instance = await _change.Taken(definition, "go");
        await _change.Next(definition, Outer("stays"));
        (await _change.Migrate(definition, ("waits", "stays"))).Single().Outcome.ShouldBe(Outcome.Migrated);
        var inner = (await _change.Look($"select id::text from instances where tenant_id = $1 and parent_id = '{instance.Id}'")).Single();
        await _change.Desk.Take(await _change.Desk.Get(inner), "end");
        await _change.Desk.Fire();
        (await _change.Desk.Get(instance.Id)).Status.ShouldBe(Instance.Types.Status.Completed);
    }

    [Fact]
    public async Task Where_it_could_not_go_on_it_stays_as_it_is()
    {
        var definition = await _change.Desk.Publish(Circle("exists"));
        var instance = await _change.Taken(definition, "go");
        await _change.Next(definition, Circle("ne"));
        var result = (await _change.Migrate(definition)).Single();
        (result.Outcome, result.Hindrance).ShouldBe((Outcome.Failed, Hindrance.CannotGoOn));
        result.Message.ShouldContain("200 steps");
        (await _change.At(instance)).ShouldBe("one@1");
        (await _change.Desk.History(instance)).ShouldNotContain(e => e.Type == "MIGRATED");
    }

    [Fact]
    public async Task Others_are_told_and_the_audit_knows()
    {
        var definition = await _change.Desk.Publish(Change.Before);
        var instance = await _change.Taken(definition, "submit");
        await _change.Next(definition, Change.After);
        await _change.Migrate(definition, ("check", "checking"));
        var told = (await _change.Desk.Facts()).OfType<WorkflowInstanceMigrated>().Single();
        (told.InstanceId, told.FromVersion, told.DefinitionVersion, told.FromStates.Single(), told.ToStates.Single()).ShouldBe((Guid.Parse(instance.Id), 1, 2, "check", "checking"));
        (await _change.Look("select action from audit_entries where tenant_id = $1 and action like '%migrat%' order by action")).ShouldBe(["workflow_instance.migrated", "workflow_migration.created"]);
        var entry = (await _change.Desk.History(instance)).Single(e => e.Type == "MIGRATED");
        (entry.FromState, entry.ToState, entry.ActorId).ShouldBe(("check", "checking", _change.Tenant.ToString()));
    }

    private static async Task<IReadOnlyList<MigrationResult>> Next(Bench bench, Instance instance, string onGo, string onFinish)
    {
        var yaml = $$"""
            states: [{ id: a, type: start }, { id: b, type: manual }, { id: z, type: end }]
            transitions:
              - { id: go, from: a, to: b, activities: {{onGo}} }
              - { id: finish, from: b, to: z, activities: {{onFinish}} }
            """;
        var (desk, id) = (bench.Desk, instance.DefinitionId);
        await desk.Definitions.UpdateDefinition(new() { DefinitionId = id, Yaml = yaml }, desk.Call()).InTime();
        await desk.Definitions.PublishDefinition(new() { DefinitionId = id }, desk.Call(permissions: "webhooks:create:all")).InTime();
        var migration = await desk.Migrations.CreateMigration(new() { DefinitionId = id }, desk.Call(permissions: "webhooks:create:all")).InTime();
        using var migrator = desk.Migrator;
        await Limit.Until(async () => await migrator.MigrateSome(Limit.Soon()) + (await desk.Migrations.GetMigration(new() { MigrationId = migration.Id }, desk.Call()).InTime()).Left, left => left == 0);
        return (await desk.Migrations.ListMigrationResults(new() { MigrationId = migration.Id }, desk.Call()).InTime()).Results;
    }

    private static string Drying(string duration, string more) => $$"""
        states: [{ id: glued, type: start }, { id: drying, type: waitForTimer, duration: {{duration}}{{more}} }, { id: dry, type: end }]
        transitions: [{ id: hang, from: glued, to: drying }, { id: take, from: drying, to: dry }]
        """;

    private static string Forked(string first, int branches)
    {
        string[] names = [first, .. Enumerable.Range(1, branches - 1).Select(i => $"b{i}")];
        return $$"""
            states: [{ id: a, type: start }, { id: f, type: fork }, {{string.Join(", ", names.Select(n => $"{{ id: {n}, type: manual }}"))}}, { id: j, type: join }, { id: z, type: end }]
            transitions: [{ id: go, from: a, to: f }, { from: j, to: z }, {{string.Join(", ", names.Select(n => $"{{ from: f, to: {n} }}, {{ from: {n}, to: j }}"))}}]
            """;
    }

    private static string Outer(string waiting) => $$"""
        states: [{ id: a, type: start }, { id: {{waiting}}, type: subWorkflow, workflow: inner }, { id: z, type: end }]
        transitions: [{ id: go, from: a, to: {{waiting}} }, { from: {{waiting}}, to: z }]
        """;

    private static string Circle(string @operator) => $$"""
        states: [{ id: a, type: start }, { id: one, type: automatic }, { id: two, type: automatic }, { id: z, type: end }]
        transitions:
          - { id: go, from: a, to: one }
          - { from: one, to: two, conditions: { field: stop, operator: {{@operator}}{{(@operator == "ne" ? ", value: 1" : "")}} } }
          - { from: two, to: one, conditions: { field: stop, operator: {{@operator}}{{(@operator == "ne" ? ", value: 1" : "")}} } }
          - { from: two, to: z }
        """;
}
