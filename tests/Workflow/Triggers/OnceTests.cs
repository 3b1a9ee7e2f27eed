using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Triggers;
using FactoryFlow.Workflow.V1;

namespace FactoryFlow.Workflow.Tests.Triggers;

/// <summary>An event starts once, whatever happens at once and whatever ends in between; and workflows do not start each other for ever.</summary>
public sealed class OnceTests(World world)
{
    private const string Echo = """
        states: [{ id: a, type: automatic }, { id: z, type: end }]
        initialState: a
        transitions: [{ from: a, to: z, activities: [{ type: emitEvent, with: { name: echo } }] }]
        triggers: [{ id: echo, event: workflow.event.emitted, filter: { field: event.data.name, operator: eq, value: echo } }]
        """;

    // Nobody takes it before its time, and each order is one of its own.
    private const string Waiting = "{ event: order.workflow.transitioned, businessKey: event.data.orderId, debounce: PT1H";

    private readonly Bell _bell = new(world);

    [Fact]
    public async Task An_event_that_is_delivered_again_at_once_and_by_another_memory_starts_once()
    {
        var (definition, order) = (await _bell.Publish(), _bell.Order());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _bell.Hear(order)));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _bell.Process().StartSome(Limit.Soon()))).InTime();
        await _bell.Start();
        await _bell.Hear("another-memory", [order]);
        await _bell.Start();
        (await _bell.Instances(definition)).ShouldHaveSingleItem();
        (await _bell.Outcomes(definition)).ShouldBe(["Started"]);
    }

    [Fact]
    public async Task What_waits_for_its_window_survives_being_heard_again()
    {
        var (definition, first, last) = (await _bell.Publish(Bell.OnCancelled[..^1] + ", debounce: PT1H }"), _bell.Order(), _bell.Order());
        await _bell.Hear(first);
        await _bell.Hear(last);
        await _bell.Hear("another-memory", [first]);
        await _bell.Hear("another-memory", [last]);
        (await _bell.Outcomes(definition)).ShouldBe(["Debounced", "Pending"]);
    }

    [Fact]
    public async Task What_a_process_that_died_had_taken_is_started_by_another_and_a_late_one_does_nothing()
    {
        var definition = await _bell.Publish(Waiting + " }");
        await _bell.Hear(_bell.Order());
        var id = Guid.Parse((await Take())[0]);
        await _bell.Process().StartSome(Limit.Soon()).InTime();
        (await _bell.Outcomes(definition)).ShouldBe(["Pending"]);
        await world.Look("update trigger_runs set lease_time = now() where tenant_id = $1 returning 1", _bell.Tenant);
        await _bell.Start();
        await _bell.Starting.Start(new DueRun(_bell.Tenant, id, Guid.Parse(definition.Id), 1), Limit.Soon()).InTime();
        (await _bell.Instances(definition)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(9, "Pending")]
    [InlineData(10, "Failed START_GIVEN_UP")]
    public async Task What_goes_wrong_again_and_again_is_given_up_where_it_is_seen(int attempts, string outcome)
    {
        var definition = await _bell.Publish(Waiting + " }");
        await _bell.Hear(_bell.Order());
        var id = Guid.Parse((await Take())[0]);
        await world.Look("update events set data = 'torn' where tenant_id = $1 returning 1", _bell.Tenant);
        await Should.ThrowAsync<System.Text.Json.JsonException>(() => _bell.Starting.Start(new DueRun(_bell.Tenant, id, Guid.Parse(definition.Id), attempts), Limit.Soon()).InTime());
        (await _bell.Outcomes(definition)).ShouldBe([outcome]);
    }

    [Fact]
    public async Task Two_at_once_do_not_both_pass_the_cap()
    {
        var definition = await _bell.Publish(Waiting + ", maxConcurrent: 1 }");
        await _bell.Hear(Enumerable.Range(0, 8).Select(_ => _bell.Order()).ToArray());
        await Task.WhenAll((await Take()).Select(id => _bell.Starting.Start(new DueRun(_bell.Tenant, Guid.Parse(id), Guid.Parse(definition.Id), 1), Limit.Soon()))).InTime();
        (await _bell.Outcomes(definition)).Count(o => o == "Started").ShouldBe(1);
        (await _bell.Outcomes(definition)).Count(o => o == "Skipped TRIGGER_CAP_REACHED").ShouldBe(7);
    }

    [Fact]
    public async Task A_version_that_is_published_while_events_come_leaves_none_out_and_starts_none_twice()
    {
        var definition = await _bell.Publish();
        var publishing = PublishAgain(definition, 5);
        for (var i = 0; i < 10; i++) await _bell.Happens(_bell.Order());
        await publishing;
        (await _bell.Instances(definition)).Count.ShouldBe(10);
        (await _bell.Outcomes(definition)).ShouldAllBe(outcome => outcome == "Started");
    }

    [Fact]
    public async Task A_workflow_that_starts_itself_by_what_it_emits_ends_at_a_depth_that_is_named()
    {
        var definition = await _bell.Desk.Publish(Echo);
        await _bell.Desk.Start(definition);
        for (var round = 0; round < Triggering.Deepest + 3; round++)
        {
            await _bell.HearEmitted();
            await _bell.Start();
        }

        (await _bell.Instances(definition)).Count.ShouldBe(1 + Triggering.Deepest);
        (await _bell.List(definition)).Runs.OrderBy(r => r.Depth).Select(r => $"{r.Depth} {r.Outcome} {r.Reason}".TrimEnd())
            .ShouldBe(["1 Started", "2 Started", "3 Started", "4 Started", "5 Started", "6 Loop TRIGGER_LOOP"]);
    }

    [Fact]
    public async Task The_depth_goes_on_through_a_workflow_that_another_starts()
    {
        await _bell.Desk.Publish(Echo[..Echo.IndexOf("triggers", StringComparison.Ordinal)], "inner");
        var outer = await _bell.Desk.Publish("""
            states: [{ id: a, type: subWorkflow, workflow: inner }, { id: z, type: end }]
            initialState: a
            transitions: [{ from: a, to: z }]
            triggers: [{ id: echo, event: workflow.event.emitted }]
            """);
        await _bell.Desk.Start(outer);
        for (var round = 0; round < 2; round++)
        {
            await _bell.HearEmitted();
            await _bell.Start();
        }

        (await _bell.List(outer)).Runs.Select(r => r.Depth).Order().ShouldBe([1, 2]);
    }

    // As a process does that dies of it.
    private Task<List<string>> Take() =>
        world.Look("update trigger_runs set due_time = now(), lease_time = now() + interval '1 hour', attempts = 1 where tenant_id = $1 returning id::text", _bell.Tenant);

    private async Task PublishAgain(Definition definition, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _bell.Desk.Definitions.UpdateDefinition(new() { DefinitionId = definition.Id, Yaml = Bell.Flow(Bell.OnCancelled) }, _bell.Desk.Call()).InTime();
            await _bell.Desk.Definitions.PublishDefinition(new() { DefinitionId = definition.Id }, _bell.Desk.Call()).InTime();
        }
    }
}
