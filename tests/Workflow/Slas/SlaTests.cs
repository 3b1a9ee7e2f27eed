using FactoryFlow.Events.Workflow;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;

namespace FactoryFlow.Workflow.Tests.Slas;

public sealed class SlaTests(World world)
{
    private const string Inspected = """
        states:
          - { id: sewn, type: start }
          - id: inspection
            type: manual
            assignTo: { role: inspector }
            sla:
              duration: PT4H
              escalations:
                - { notify: { user: workflow.startedBy, role: supervisor } }
                - { after: PT1H, reassign: { role: supervisor } }
                - { after: PT2H, notify: { role: manager } }
          - { id: done, type: end }
        transitions:
          - { id: inspect, from: sewn, to: inspection }
          - { id: pass, from: inspection, to: done }
        """;

    private readonly Desk _desk = new(world);

    [Fact]
    public async Task Who_stays_too_long_is_written_down_and_told_and_when_they_went_on_at_last()
    {
        var instance = await Waiting();
        await Pass(3.9);
        (await Violations()).ShouldBeEmpty();
        await Pass(0.2);
        var violation = (await Violations()).Single();
        (violation.InstanceId, violation.State, violation.DefinitionId, violation.EndTime).ShouldBe((instance.Id, "inspection", instance.DefinitionId, null));
        violation.DueTime.ShouldBeLessThan(violation.CreateTime);
        var told = (await _desk.Facts()).OfType<WorkflowSlaViolated>().Single();
        (told.ViolationId, told.InstanceId, told.State).ShouldBe((Guid.Parse(violation.Id), Guid.Parse(instance.Id), "inspection"));
        (await Audited("workflow_instance.sla_violated")).ShouldBe(1);
        await _desk.Take(instance, "pass");
        (await Violations()).Single().EndTime.ShouldNotBeNull();
        (await Violations(r => r.IsOpen = true)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_escalates_step_by_step_for_as_long_as_nothing_happens()
    {
        var instance = await Waiting();
        await Pass(4.1);
        var first = (await Escalations()).Single();
        (first.Number, first.UserId, first.Roles.Single()).ShouldBe((1, Guid.Parse(instance.StartedById), "supervisor"));
        (await _desk.Inbox(_desk.Call("inspector"))).Count.ShouldBe(1);
        await Pass(1);
        var task = (await _desk.Inbox(_desk.Call("supervisor"), r => r.Mine = true)).Single();
        (task.Roles.Single(), task.AssigneeId).ShouldBe(("supervisor", ""));
        (await _desk.Inbox(_desk.Call("inspector"), r => r.Mine = true)).ShouldBeEmpty();
        (await Audited("workflow_task.reassigned")).ShouldBe(1);
        (await Escalations()).Count.ShouldBe(1);
        await Pass(1);
        (await Escalations())[1].Roles.ShouldBe(["manager"]);
        (await Audited("workflow_instance.escalated")).ShouldBe(3);
        (await _desk.Timers(), (await Violations()).Count).ShouldBe((0, 1));
    }

    [Fact]
    public async Task After_a_long_standstill_every_step_is_made_up_for_in_order()
    {
        await Waiting();
        await Pass(24);
        await Pass(24);
        await Pass(24);
        (await Escalations()).Select(e => e.Number).ShouldBe([1, 3]);
        (await Violations()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_task_that_somebody_has_is_taken_from_them_when_it_escalates()
    {
        await Waiting();
        var task = (await _desk.Inbox(_desk.Call("inspector"))).Single();
        await _desk.Tasks.ClaimTask(new() { TaskId = task.Id }, _desk.Call("inspector")).InTime();
        await Pass(4.1);
        await Pass(1);
        var after = (await _desk.Inbox(_desk.Call("supervisor"), r => r.Mine = true)).Single();
        (after.Id, after.AssigneeId).ShouldBe((task.Id, ""));
    }

    [Fact]
    public async Task Who_goes_on_in_time_or_leaves_after_the_violation_is_left_alone()
    {
        var inTime = await Waiting();
        await _desk.Take(inTime, "pass");
        var late = await Waiting();
        await Pass(4.1);
        await _desk.Take(late, "pass");
        (await _desk.Timers()).ShouldBe(0);
        await Pass(10);
        (await Violations()).Single().InstanceId.ShouldBe(late.Id);
        (await Escalations()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Each_tenant_sees_its_own()
    {
        var instance = await Waiting();
        await Pass(5);
        var other = new Desk(world);
        (await other.Slas.ListSlaViolations(new(), other.Call()).InTime()).Violations.ShouldBeEmpty();
        (await Desk.Refused(() => other.Slas.ListSlaViolations(new() { InstanceId = instance.Id }, other.Call()))).Reason.Name.ShouldBe("INSTANCE_NOT_FOUND");
        (await Desk.Refused(() => other.Slas.ListSlaViolations(new() { DefinitionId = instance.DefinitionId }, other.Call()))).Reason.Name.ShouldBe("DEFINITION_NOT_FOUND");
    }

    private async Task<Instance> Waiting() => await _desk.Take(await _desk.Start(await _desk.Publish(Inspected)), "inspect");

    private async Task Pass(double hours)
    {
        await _desk.Pass(TimeSpan.FromHours(hours));
        await _desk.Fire();
    }

    private async Task<IReadOnlyList<SlaViolation>> Violations(Action<ListSlaViolationsRequest>? change = null)
    {
        var request = new ListSlaViolationsRequest();
        change?.Invoke(request);
        return (await _desk.Slas.ListSlaViolations(request, _desk.Call()).InTime()).Violations;
    }

    private async Task<List<WorkflowEscalated>> Escalations() => [.. (await _desk.Facts()).OfType<WorkflowEscalated>()];

    private async Task<int> Audited(string action) => (await world.Look("select action from audit_entries where tenant_id = $1 and action = $2", _desk.Tenant, action)).Count;
}
