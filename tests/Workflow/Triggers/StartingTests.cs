using FactoryFlow.Events.Production;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Triggers;
using FactoryFlow.Workflow.V1;
using Microsoft.Extensions.Logging.Abstractions;

namespace FactoryFlow.Workflow.Tests.Triggers;

/// <summary>What events start, and what becomes of those that start nothing.</summary>
public sealed class StartingTests(World world)
{
    private readonly Bell _bell = new(world);

    [Fact]
    public async Task An_event_starts_an_instance_that_knows_what_the_event_says_and_says_so_in_its_history()
    {
        var (definition, order) = (await _bell.Publish(Bell.OnCancelled[..^1] + ", businessKey: event.data.orderNumber }"), _bell.Order());
        await _bell.Happens(order);
        var instance = (await _bell.Instances(definition)).ShouldHaveSingleItem();
        (instance.Context.Fields["order"].StringValue, instance.BusinessKey, instance.StartedById).ShouldBe((order.OrderId.ToString(), "7", Guid.Empty.ToString()));
        var cause = (await _bell.Desk.History(instance))[0].Details.Fields["Cause"].StructValue.Fields;
        (cause["EventId"].StringValue, cause["Trigger"].StringValue, cause["EventType"].StringValue).ShouldBe((order.EventId.ToString(), "cancelled", "order.workflow.transitioned"));
        var run = (await _bell.List(definition)).Runs.ShouldHaveSingleItem();
        (run.Outcome, run.InstanceId, run.EventId, run.Depth).ShouldBe((TriggerRun.Types.Outcome.Started, instance.Id, order.EventId.ToString(), 1));
        (await _bell.Desk.Facts()).OfType<WorkflowInstanceStarted>().ShouldHaveSingleItem().InstanceId.ToString().ShouldBe(instance.Id);
    }

    [Fact]
    public async Task The_sample_is_started_by_reports_of_too_many_rejects()
    {
        var definition = await _bell.Desk.Publish(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "workflows", "quality-alert.yaml")), "quality-alert");
        var report = (JobStepCompleted)FactJson.Read(typeof(JobStepCompleted).FullName!, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Events", "Production.JobStepCompleted.json")));
        await _bell.Hear(new[] { 9, 10, 60 }.Select(rejects => report with { EventId = Guid.CreateVersion7(), TenantId = _bell.Tenant, OccurredAt = Some.Now.AddSeconds(rejects), RejectedQuantity = rejects }).ToArray());
        await _bell.Pass(TimeSpan.FromMinutes(5));
        await _bell.Start();
        var instance = (await _bell.Instances(definition)).ShouldHaveSingleItem();
        (instance.CurrentState, instance.BusinessKey, instance.Context.Fields["rejected"].NumberValue).ShouldBe(("serious", report.JobId.ToString(), 60));
    }

    [Fact]
    public async Task What_the_filter_leaves_out_leaves_no_trace()
    {
        var definition = await _bell.Publish();
        await _bell.Happens(_bell.Order("DELIVERED"), _bell.Order("NEW"));
        (await _bell.Outcomes(definition)).ShouldBeEmpty();
        (await _bell.Instances()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_of_one_tenant_starts_nothing_of_anothers()
    {
        var other = new Bell(world);
        var (mine, theirs) = (await _bell.Publish(), await other.Publish());
        await _bell.Happens(_bell.Order());
        await other.Start();
        ((await _bell.Instances(mine)).Count, (await other.Instances(theirs)).Count).ShouldBe((1, 0));
        (await Desk.Refused(() => other.List(mine))).Reason.Name.ShouldBe("DEFINITION_NOT_FOUND");
    }

    [Fact]
    public async Task Only_what_is_active_listens()
    {
        var draft = await _bell.Desk.Define(Bell.Flow(Bell.OnCancelled));
        await _bell.Happens(_bell.Order());
        await _bell.Desk.Definitions.PublishDefinition(new() { DefinitionId = draft.Id }, _bell.Desk.Call()).InTime();
        await _bell.Happens(_bell.Order());
        await _bell.Desk.Definitions.ArchiveDefinition(new() { DefinitionId = draft.Id }, _bell.Desk.Call()).InTime();
        await _bell.Happens(_bell.Order());
        (await _bell.Outcomes(draft)).ShouldBe(["Started"]);
    }

    [Fact]
    public async Task A_new_version_listens_in_place_of_the_one_before_also_for_what_is_waiting()
    {
        var definition = await _bell.Publish(Bell.OnCancelled[..^1] + ", debounce: PT1H }");
        await _bell.Hear(_bell.Order());
        await Publish(definition, Bell.OnCancelled.Replace("CANCELLED", "DELIVERED", StringComparison.Ordinal));
        await _bell.Hear(_bell.Order("DELIVERED"), _bell.Order());
        await _bell.Pass(TimeSpan.FromHours(1));
        await _bell.Start();
        (await _bell.Outcomes(definition)).ShouldBe(["Skipped TRIGGER_OUTDATED", "Started"]);
        (await _bell.Instances(definition)).ShouldHaveSingleItem().Version.ShouldBe(2);
    }

    [Theory]
    [InlineData("order: { type: text, required: true }", "order: event.data.categoryId", "Failed INVALID_INPUT")]
    [InlineData("order: text", "order: event.data.categoryId", "Started")]
    public async Task What_cannot_be_started_is_kept_with_the_reason_and_not_tried_again(string context, string mapping, string outcome)
    {
        var definition = await _bell.Publish($"{{ event: order.workflow.transitioned, context: {{ {mapping} }} }}", context);
        await _bell.Happens(_bell.Order());
        await _bell.Start();
        (await _bell.Outcomes(definition)).ShouldBe([outcome]);
        (await _bell.List(definition)).Counts.Single().Count.ShouldBe(1);
        if (outcome != "Started") (await _bell.List(definition)).Runs[0].Detail.ShouldContain("context[order] is required");
    }

    [Fact]
    public async Task A_filter_that_cannot_be_decided_is_told_with_what_does_not_go_together()
    {
        var definition = await _bell.Publish("{ event: workflow.event.emitted, filter: { field: event.data.data.amount, operator: gt, value: 100 } }");
        await _bell.Hear(Emitted("""{"amount": "much"}"""), Emitted("""{"amount": 5}"""));
        await _bell.Start();
        (await _bell.Outcomes(definition)).ShouldBe(["Failed FILTER_UNDECIDED"]);
        (await _bell.List(definition)).Runs[0].Detail.ShouldContain("\"much\"");
    }

    [Fact]
    public async Task A_business_key_whose_instance_runs_is_skipped()
    {
        var definition = await _bell.Publish("{ event: order.workflow.transitioned, businessKey: event.data.orderId }");
        var order = Guid.NewGuid();
        await _bell.Happens(_bell.Order(order: order));
        await _bell.Happens(_bell.Order(order: order), _bell.Order());
        (await _bell.Outcomes(definition)).Order().ShouldBe(["Skipped BUSINESS_KEY_TAKEN", "Started", "Started"]);
    }

    [Fact]
    public async Task A_key_that_can_be_none_keeps_no_event_from_being_kept()
    {
        var definition = await _bell.Publish("{ event: order.workflow.transitioned, businessKey: event.data.notes }");
        await _bell.Happens(_bell.Order(notes: "a\0b"), _bell.Order(notes: new string('n', 201)));
        (await _bell.Outcomes(definition)).ShouldBe(["Failed INVALID_INPUT", "Failed INVALID_INPUT"]);
        (await world.Look("select event_id::text from events where tenant_id = $1", _bell.Tenant)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Only_so_many_that_a_trigger_started_run_at_once()
    {
        var definition = await _bell.Publish(Bell.OnCancelled[..^1] + ", maxConcurrent: 2 }");
        await _bell.Happens(_bell.Order(), _bell.Order(), _bell.Order());
        // One that somebody started counts for nobody's cap, and one that has ended no more.
        await _bell.Desk.Start(definition);
        (await _bell.Outcomes(definition)).Order().ShouldBe(["Skipped TRIGGER_CAP_REACHED", "Started", "Started"]);
        await _bell.Desk.Take((await _bell.Instances(definition))[^1], "waiting-done");
        await _bell.Happens(_bell.Order());
        (await _bell.Outcomes(definition)).Count(o => o == "Started").ShouldBe(3);
    }

    [Fact]
    public async Task The_last_of_the_events_of_a_key_within_a_window_counts()
    {
        var definition = await _bell.Publish("{ event: order.workflow.transitioned, businessKey: event.data.orderId, debounce: PT10S, context: { order: event.data.notes } }");
        var order = Guid.NewGuid();
        foreach (var notes in new[] { "first", "second", "third" }) await _bell.Hear(_bell.Order(order: order, notes: notes));
        await _bell.Hear(_bell.Order(notes: "of another order"));
        await _bell.Start();
        (await _bell.Outcomes(definition)).ShouldBe(["Debounced", "Debounced", "Pending", "Pending"]);
        await _bell.Pass(TimeSpan.FromSeconds(10));
        await _bell.Start();
        (await _bell.Instances(definition)).Select(i => i.Context.Fields["order"].StringValue).Order().ShouldBe(["of another order", "third"]);
    }

    [Fact]
    public async Task Events_that_never_cease_put_nothing_off_for_ever()
    {
        var definition = await _bell.Publish(Bell.OnCancelled[..^1] + ", debounce: PT10S }");
        for (var i = 0; i < 4; i++)
        {
            await _bell.Hear(_bell.Order());
            await _bell.Pass(TimeSpan.FromSeconds(4));
        }

        await _bell.Start();
        (await _bell.Outcomes(definition)).ShouldBe(["Debounced", "Debounced", "Debounced", "Started"]);
    }

    [Fact]
    public async Task More_than_so_many_listeners_of_one_event_are_refused()
    {
        var many = string.Join(", ", Enumerable.Range(0, 20).Select(i => $"{{ id: t{i}, event: order.created }}"));
        foreach (var _ in new[] { 1, 2 }) await _bell.Publish(many);
        (await Desk.Refused(() => _bell.Publish(many))).Reason.Name.ShouldBe("TRIGGERS_TOO_MANY");
        await _bell.Publish(many.Replace("order.created", "user.created", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_became_of_events_is_listed_by_page_outcome_and_trigger_and_forgotten_after_a_month()
    {
        var definition = await _bell.Publish(Bell.OnCancelled + ", { id: capped, event: order.workflow.transitioned, maxConcurrent: 1 }");
        await _bell.Happens(_bell.Order(), _bell.Order());
        (await _bell.List(definition, r => r.Trigger = "capped")).Runs.Count.ShouldBe(2);
        (await _bell.List(definition, r => r.Outcome = TriggerRun.Types.Outcome.Skipped)).Runs.ShouldHaveSingleItem().Trigger.ShouldBe("capped");
        var page = await _bell.List(definition, r => r.PageSize = 3);
        (page.Runs.Count, (await _bell.List(definition, r => r.PageToken = page.NextPageToken)).Runs.Count).ShouldBe((3, 1));
        page.Counts.Select(c => $"{c.Trigger} {c.Outcome} {c.Count}").ShouldBe(["cancelled Started 2", "capped Skipped 1", "capped Started 1"]);
        await world.Look("update trigger_runs set create_time = create_time - interval '31 days' where tenant_id = $1 and trigger_id = 'capped' returning 1", _bell.Tenant);
        await new Sweep(world.Db, [TriggerRunStore.Expired], TimeProvider.System, NullLogger<Sweep>.Instance).Round(Limit.Soon());
        (await _bell.List(definition)).Runs.Select(r => r.Trigger).Distinct().ShouldBe(["cancelled"]);
    }

    private WorkflowEventEmitted Emitted(string data) => new()
    {
        EventId = Guid.CreateVersion7(), TenantId = _bell.Tenant, OccurredAt = Some.Now, InstanceId = Guid.NewGuid(), DefinitionName = "flow", BusinessKey = "", Name = "thing.done", Data = System.Text.Json.JsonElement.Parse(data),
    };

    private async Task Publish(Definition definition, string trigger)
    {
        await _bell.Desk.Definitions.UpdateDefinition(new() { DefinitionId = definition.Id, Yaml = Bell.Flow(trigger) }, _bell.Desk.Call()).InTime();
        await _bell.Desk.Definitions.PublishDefinition(new() { DefinitionId = definition.Id }, _bell.Desk.Call()).InTime();
    }
}
