using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using Google.Protobuf.WellKnownTypes;
using static FactoryFlow.Workflow.V1.Instance.Types;

namespace FactoryFlow.Workflow.Tests.SubWorkflows;

public sealed class SubWorkflowTests(World world)
{
    private const string Inspection = """
        context: { style: { type: text, required: true }, defects: number, note: text }
        states:
          - { id: lot, type: start }
          - { id: done, type: end }
        transitions:
          - { id: inspect, from: lot, to: done, requiresOwnership: true }
        """;

    private const string Order = """
        context: { model: text, faults: number }
        states:
          - { id: sewn, type: start }
          - { id: inspection, type: subWorkflow, workflow: inspection, input: { style: context.model }, output: { faults: defects } }
          - { id: shipped, type: end }
          - { id: rework, type: manual }
        transitions:
          - { id: check, from: sewn, to: inspection }
          - { id: pass, from: inspection, to: shipped, conditions: { field: faults, operator: eq, value: 0 } }
          - { id: fail, from: inspection, to: rework }
          - { id: again, from: rework, to: inspection }
        """;

    private readonly Desk _desk = new(world);

    [Fact]
    public async Task A_state_starts_another_workflow_and_goes_on_with_what_it_found_out()
    {
        var (order, inspection) = await Checked();
        (inspection.ParentId, inspection.StartedById, inspection.Context.Fields["style"].StringValue).ShouldBe((order.Id, order.StartedById, "S-1"));
        (await At(order)).ShouldBe("inspection");
        await Inspect(inspection, 2);
        (await At(order)).ShouldBe("inspection");
        await _desk.Fire();
        (await At(order)).ShouldBe("rework");
        await _desk.Take(order, "again");
        var second = await Child(order, Status.Running);
        second.Id.ShouldNotBe(inspection.Id);
        await Inspect(second, 0);
        await _desk.Fire();
        var shipped = await _desk.Get(order.Id);
        (shipped.Status, shipped.Context.Fields["faults"].NumberValue).ShouldBe((Status.Completed, 0));
        (await _desk.Timers()).ShouldBe(0);
    }

    [Fact]
    public async Task When_what_it_waits_for_is_cancelled_it_fails_and_says_why()
    {
        var (order, inspection) = await Checked();
        await Cancel(inspection, "Nobody is here.");
        await _desk.Fire();
        var failed = await _desk.Get(order.Id);
        (failed.Status, failed.Error).ShouldBe((Status.Failed, "inspection was cancelled: Nobody is here."));
    }

    [Fact]
    public async Task What_is_not_waited_for_any_more_is_cancelled_down_to_the_last()
    {
        var outer = await _desk.Start(await _desk.Publish("""
            states: [{ id: a, type: start }, { id: b, type: subWorkflow, workflow: middle }, { id: z, type: end }]
            transitions: [{ id: go, from: a, to: b }, { from: b, to: z }]
            """));
        await _desk.Publish("""
            states: [{ id: a, type: start }, { id: z, type: end }]
            transitions: [{ id: end, from: a, to: z }]
            """, "innermost");
        await _desk.Publish("""
            states: [{ id: a, type: start }, { id: b, type: subWorkflow, workflow: innermost }, { id: z, type: end }]
            transitions: [{ id: go, from: a, to: b }, { from: b, to: z }]
            """, "middle");
        await _desk.Take(outer, "go");
        var middle = await Child(outer, Status.Running);
        await _desk.Take(middle, "go");
        var inner = await Child(middle, Status.Running);
        await Cancel(outer, "Enough.");
        await _desk.Fire();
        foreach (var instance in new[] { outer, middle, inner }) (await _desk.Get(instance.Id)).Status.ShouldBe(Status.Cancelled);
        (await _desk.Timers()).ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_started_refuses_the_call_that_would_start_it()
    {
        var order = await _desk.Start(await _desk.Publish(Order));
        var missing = await Desk.Refused(() => _desk.Take(order, "check"));
        (missing.Reason.Name, missing.Message).ShouldBe(("SUB_WORKFLOW_NOT_STARTED", "\"inspection\" cannot start inspection: There is no workflow definition inspection."));
        await _desk.Define(Inspection, "inspection");
        (await Desk.Refused(() => _desk.Take(order, "check"))).Message.ShouldContain("publish one first");
        (await At(order)).ShouldBe("sewn");
    }

    [Fact]
    public async Task What_it_needs_and_is_not_given_is_named()
    {
        await _desk.Publish(Inspection, "inspection");
        var order = await _desk.Start(await _desk.Publish(Order));
        (await Desk.Refused(() => _desk.Take(order, "check"))).Message.ShouldContain("context[style] is required");
    }

    [Fact]
    public async Task Workflows_that_start_themselves_come_to_an_end()
    {
        var definition = await _desk.Publish("""
            states: [{ id: a, type: start }, { id: b, type: automatic }, { id: c, type: subWorkflow, workflow: circle }, { id: z, type: end }]
            transitions: [{ id: go, from: a, to: b }, { from: b, to: c }, { from: c, to: z }]
            """, "circle");
        var instance = await _desk.Start(definition);
        for (var depth = 0; depth < 5; depth++)
        {
            await _desk.Take(instance, "go");
            instance = await Child(instance, Status.Running);
        }

        (await Desk.Refused(() => _desk.Take(instance, "go"))).Message.ShouldContain("go no deeper");
    }

    [Fact]
    public async Task A_dry_run_starts_nothing()
    {
        await _desk.Publish(Inspection, "inspection");
        var order = await _desk.Start(await _desk.Publish(Order), """{"model": "S-1"}""");
        (await _desk.Take(order, "check", change: r => r.ValidateOnly = true)).CurrentState.ShouldBe("inspection");
        (await All(order)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_end_and_a_cancellation_at_the_same_time_leave_nobody_behind()
    {
        await _desk.Publish(Inspection, "inspection");
        var definition = await _desk.Publish(Order);
        for (var i = 0; i < 10; i++)
        {
            var order = await _desk.Take(await _desk.Start(definition, """{"model": "S-1"}"""), "check");
            var inspection = await Child(order, Status.Running);
            await Task.WhenAll(Bearing(Inspect(inspection, 0)), Bearing(Cancel(order, "Enough.")), _desk.Fire(), _desk.Fire());
            await _desk.Fire();
            (await _desk.Get(order.Id)).Status.ShouldBeOneOf(Status.Cancelled, Status.Completed);
            (await _desk.Get(inspection.Id)).Status.ShouldNotBe(Status.Running);
        }

        (await _desk.Timers()).ShouldBe(0);
    }

    // Who comes too late is refused.
    private static async Task Bearing(Task<Instance> call)
    {
        try
        {
            await call;
        }
        catch (Refusal refused)
        {
            refused.Reason.Name.ShouldBe("INSTANCE_NOT_RUNNING");
        }
    }

    private async Task<(Instance Order, Instance Inspection)> Checked()
    {
        await _desk.Publish(Inspection, "inspection");
        var order = await _desk.Take(await _desk.Start(await _desk.Publish(Order), """{"model": "S-1"}"""), "check");
        return (order, await Child(order, Status.Running));
    }

    private Task<Instance> Inspect(Instance inspection, int defects) =>
        _desk.Take(inspection, "inspect", change: r => r.Context = Struct.Parser.ParseJson($$"""{"defects": {{defects}}}"""));

    private Task<Instance> Cancel(Instance instance, string reason) =>
        _desk.Instances.CancelInstance(new() { InstanceId = instance.Id, Reason = reason }, _desk.Call()).InTime();

    private async Task<Instance> Child(Instance parent, Status status) => (await All(parent)).Single(i => i.Status == status);

    private async Task<List<Instance>> All(Instance parent) =>
        [.. (await _desk.Instances.ListInstances(new() { PageSize = 200 }, _desk.Call()).InTime()).Instances.Where(i => i.ParentId == parent.Id)];

    private async Task<string> At(Instance instance) => (await _desk.Get(instance.Id)).CurrentState;
}
