using FactoryFlow.Events.Workflow;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using Google.Protobuf.WellKnownTypes;
using static FactoryFlow.Workflow.V1.UserTask.Types;

namespace FactoryFlow.Workflow.Tests.Tasks;

public sealed class TaskTests(World world)
{
    private const string Checked = """
        context: { defects: number, remark: text }
        states:
          - { id: draft, type: start }
          - { id: check, type: manual, name: Check it, assignTo: { role: inspector }, form: { defects: { type: number, required: true } }, due: PT2H }
          - { id: redo, type: manual, assignTo: { user: workflow.startedBy } }
          - { id: done, type: end }
        transitions:
          - { id: submit, from: draft, to: check }
          - { id: pass, from: check, to: done, conditions: { field: defects, operator: eq, value: 0 } }
          - { id: fail, from: check, to: redo }
          - { id: again, from: redo, to: check }
        """;

    private readonly Desk _desk = new(world);

    [Fact]
    public async Task A_manual_state_makes_a_task_for_whoever_the_definition_names()
    {
        var (instance, task) = await Waiting();
        (task.InstanceId, task.State, task.Name, task.Status, task.AssigneeId).ShouldBe((instance.Id, "check", "Check it", Status.Open, ""));
        (task.Roles.Single(), task.DueTime.ToDateTimeOffset() - task.CreateTime.ToDateTimeOffset()).ShouldBe(("inspector", TimeSpan.FromHours(2)));
        var whole = await _desk.Tasks.GetTask(new() { TaskId = task.Id }, Inspector()).InTime();
        whole.Form.Single().ShouldBe(new FormField { Name = "defects", Type = "number", Required = true });
        whole.Ways.Select(w => w.Id).ShouldBe(["pass", "fail"]);
        ((WorkflowTaskCreated)(await _desk.Facts()).Single(f => f is WorkflowTaskCreated)).Roles.ShouldBe(["inspector"]);
    }

    [Fact]
    public async Task Without_a_word_a_task_is_for_the_roles_that_its_ways_require()
    {
        await _desk.Submitted();
        (await _desk.Inbox(_desk.Manager())).Single().Roles.ShouldBe(["manager"]);
    }

    [Fact]
    public async Task One_sees_what_is_ones_own_and_what_ones_roles_may_take_on()
    {
        var (_, task) = await Waiting();
        (await _desk.Inbox(Inspector(scope: Scopes.Own))).ShouldBe([task]);
        (await _desk.Inbox(_desk.Call("packer"), r => r.Mine = true)).ShouldBeEmpty();
        var packer = Call("packer", Scopes.Own);
        (await _desk.Inbox(packer)).ShouldBeEmpty();
        (await Desk.Refused(() => _desk.Tasks.GetTask(new() { TaskId = task.Id }, packer))).Reason.Name.ShouldBe("TASK_NOT_FOUND");
        (await Desk.Refused(() => Claim(task, packer))).Reason.Name.ShouldBe("TASK_NOT_FOUND");
        await Claim(task, Inspector());
        (await _desk.Inbox(Inspector(id: Guid.NewGuid(), scope: Scopes.Own))).ShouldBeEmpty();
        (await _desk.Inbox(_desk.Call())).Single().Id.ShouldBe(task.Id);
    }

    [Fact]
    public async Task Of_many_who_claim_at_once_one_has_it()
    {
        for (var i = 0; i < 5; i++)
        {
            var (_, task) = await Waiting();
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Outcome(() => Claim(task, Inspector(id: Guid.NewGuid(), scope: Scopes.Own))))));
            outcomes.Count(o => o == "").ShouldBe(1, string.Join('\n', outcomes));
            outcomes.Count(o => o == "TASK_CLAIMED").ShouldBe(5);
        }
    }

    [Fact]
    public async Task What_is_handed_on_comes_back_when_it_is_released()
    {
        var (_, task) = await Waiting();
        var (ann, bea) = (Guid.NewGuid(), Guid.NewGuid());
        (await Desk.Refused(() => Delegate(task, Inspector(id: ann), bea))).Reason.Name.ShouldBe("TASK_NOT_CLAIMED");
        await Claim(task, Inspector(id: ann));
        (await Delegate(task, Inspector(id: ann), bea)).AssigneeId.ShouldBe(bea.ToString());
        (await Desk.Refused(() => Release(task, Inspector(id: ann)))).Reason.Name.ShouldBe("TASK_NOT_CLAIMED");
        (await Release(task, Call("packer", Scopes.Own, bea))).AssigneeId.ShouldBe(ann.ToString());
        (await Release(task, Inspector(id: ann))).AssigneeId.ShouldBe("");
        (await _desk.Facts()).OfType<WorkflowTaskAssigned>().Select(f => f.AssigneeId).ShouldBe([ann, bea, ann, null]);
    }

    [Fact]
    public async Task What_is_reassigned_is_whosever_it_is_given_to()
    {
        var (_, task) = await Waiting();
        await Claim(task, Inspector());
        var packer = Guid.NewGuid();
        (await Reassign(task, r => r.UserId = packer.ToString())).AssigneeId.ShouldBe(packer.ToString());
        (await _desk.Inbox(Call("packer", Scopes.Assigned, packer))).Single().Id.ShouldBe(task.Id);
        var given = await Reassign(task, r => r.Role = "packer");
        (given.AssigneeId, given.Roles.Single()).ShouldBe(("", "packer"));
        (await _desk.Inbox(Call("packer", Scopes.Own))).Single().Id.ShouldBe(task.Id);
    }

    [Fact]
    public async Task Completing_brings_what_the_form_asks_for_and_moves_the_instance()
    {
        var (instance, task) = await Waiting();
        var failed = await Complete(task, Inspector(scope: Scopes.Own), """{"defects": 2}""", "fail");
        (failed.Task.Status, failed.Task.CompleterId, failed.Instance.CurrentState, failed.Instance.Context.Fields["defects"].NumberValue).ShouldBe((Status.Completed, Guid.AllBitsSet.ToString(), "redo", 2));
        (await _desk.Tasks.GetTask(new() { TaskId = task.Id }, Inspector()).InTime()).Status.ShouldBe(Status.Completed);
        var redo = (await _desk.Inbox(Call("worker", Scopes.Own, _desk.Tenant))).Single();
        (redo.State, redo.AssigneeId).ShouldBe(("redo", _desk.Tenant.ToString()));
        (await Complete(redo, Call("worker", Scopes.Own, _desk.Tenant))).Instance.CurrentState.ShouldBe("check");
        (await _desk.History(instance)).Count(e => e.Transition == "again").ShouldBe(1);
        (await _desk.Facts()).OfType<WorkflowTaskCompleted>().Select(f => f.Transition).ShouldBe(["fail", "again"]);
    }

    [Theory]
    [InlineData("{}", "pass", "data[defects]", "is required")]
    [InlineData("""{"defects": 0, "remark": "Seam"}""", "pass", "data[remark]", "is not declared; there are defects")]
    [InlineData("""{"defects": "two"}""", "pass", "data[defects]", "must be a number")]
    [InlineData("""{"defects": 0}""", "again", "transition", "must name one of pass, fail")]
    [InlineData("""{"defects": 0}""", "", "transition", "must name one of pass, fail")]
    public async Task What_does_not_fit_the_task_is_refused(string data, string transition, string field, string message)
    {
        var (_, task) = await Waiting();
        (await Desk.Refused(() => Complete(task, Inspector(), data, transition))).Faults.ShouldBe([new FieldFault(field, message)]);
    }

    [Fact]
    public async Task The_definition_still_decides_and_a_dry_run_says_so()
    {
        var (_, task) = await Waiting();
        (await Desk.Refused(() => Complete(task, Inspector(), """{"defects": 1}""", "pass"))).Reason.Name.ShouldBe("TRANSITION_BLOCKED");
        var request = new CompleteTaskRequest { TaskId = task.Id, Transition = "pass", Data = Struct.Parser.ParseJson("""{"defects": 0}"""), ValidateOnly = true };
        (await _desk.Tasks.CompleteTask(request, Inspector()).InTime()).Instance.CurrentState.ShouldBe("done");
        (await _desk.Inbox(Inspector())).Single().Status.ShouldBe(Status.Open);
    }

    [Fact]
    public async Task Of_two_who_complete_at_once_one_does()
    {
        for (var i = 0; i < 5; i++)
        {
            var (instance, task) = await Waiting();
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() => Outcome(() => Complete(task, Inspector(id: Guid.NewGuid()), """{"defects": 0}""", n % 2 == 0 ? "pass" : "fail")))));
            outcomes.Count(o => o == "").ShouldBe(1, string.Join('\n', outcomes));
            outcomes.Count(o => o == "TASK_NOT_OPEN").ShouldBe(3, string.Join('\n', outcomes));
            (await _desk.History(instance)).Count(e => e.FromState == "check" && e.Type == "TRANSITIONED").ShouldBe(1);
        }
    }

    [Fact]
    public async Task What_somebody_has_is_completed_by_nobody_else()
    {
        var (_, task) = await Waiting();
        await Claim(task, Inspector(id: Guid.NewGuid()));
        (await Desk.Refused(() => Complete(task, Inspector(), """{"defects": 0}""", "pass"))).Reason.Name.ShouldBe("TASK_CLAIMED");
    }

    [Fact]
    public async Task A_task_ends_with_the_stay_that_it_is_for()
    {
        var (cancelled, first) = await Waiting();
        await _desk.Instances.CancelInstance(new() { InstanceId = cancelled.Id }, _desk.Call()).InTime();
        (await StatusOf(first)).ShouldBe(Status.Cancelled);
        var (moved, second) = await Waiting();
        await _desk.Take(moved, "fail");
        (await StatusOf(second)).ShouldBe(Status.Completed);
        (await Desk.Refused(() => Claim(second, Inspector()))).Reason.Name.ShouldBe("TASK_NOT_OPEN");
    }

    [Fact]
    public async Task Tasks_are_found_by_what_they_are_page_by_page()
    {
        var (one, two, three) = (await Waiting(), await Waiting(), await Waiting());
        await Claim(two.Task, Inspector());
        var page = await _desk.Tasks.ListTasks(new() { PageSize = 2, Role = "inspector" }, _desk.Call()).InTime();
        page.Tasks.Select(t => t.Id).ShouldBe([one.Task.Id, two.Task.Id]);
        (await _desk.Inbox(_desk.Call(), r => r.PageToken = page.NextPageToken)).Single().Id.ShouldBe(three.Task.Id);
        (await _desk.Inbox(_desk.Call(), r => r.AssigneeId = Guid.AllBitsSet.ToString())).Single().Id.ShouldBe(two.Task.Id);
        (await _desk.Inbox(_desk.Call(), r => r.InstanceId = three.Instance.Id)).Single().Id.ShouldBe(three.Task.Id);
        (await _desk.Inbox(_desk.Call(), r => r.State = "redo")).ShouldBeEmpty();
        (await _desk.Inbox(_desk.Call(), r => r.DueBefore = one.Task.CreateTime)).ShouldBeEmpty();
        (await _desk.Inbox(_desk.Call(), r => r.Status = Status.Completed)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_tenants_task_does_not_exist()
    {
        var (_, theirs) = await Waiting();
        var other = new Desk(world);
        foreach (var call in new Func<Task>[]
                 {
                     () => other.Tasks.GetTask(new() { TaskId = theirs.Id }, other.Call()),
                     () => other.Tasks.ClaimTask(new() { TaskId = theirs.Id }, other.Call("inspector")),
                     () => other.Tasks.ReleaseTask(new() { TaskId = theirs.Id }, other.Call("inspector")),
                     () => other.Tasks.DelegateTask(new() { TaskId = theirs.Id, UserId = Guid.NewGuid().ToString() }, other.Call("inspector")),
                     () => other.Tasks.ReassignTask(new() { TaskId = theirs.Id, Role = "x" }, other.Call("inspector")),
                     () => other.Tasks.CompleteTask(new() { TaskId = theirs.Id, Transition = "pass" }, other.Call("inspector")),
                     () => other.Tasks.CompleteTask(new() { TaskId = theirs.Id, Transition = "pass", ValidateOnly = true }, other.Call("inspector")),
                 })
            (await Desk.Refused(call)).Reason.Name.ShouldBe("TASK_NOT_FOUND");
        (await other.Inbox(other.Call("inspector"))).ShouldBeEmpty();
        (await Desk.Refused(() => other.Inbox(other.Call(), r => r.InstanceId = theirs.InstanceId))).Reason.Name.ShouldBe("INSTANCE_NOT_FOUND");
        (await StatusOf(theirs)).ShouldBe(Status.Open);
    }

    private async Task<(Instance Instance, UserTask Task)> Waiting()
    {
        var instance = await _desk.Take(await _desk.Start(await _desk.Publish(Checked)), "submit");
        return (instance, (await _desk.Inbox(_desk.Call(), r => r.InstanceId = instance.Id)).Single());
    }

    private TestCall Call(string role, string scope, Guid? id = null) => TestCall.By(Some.Person(role, id) with { TenantId = _desk.Tenant }, scope: scope);

    private TestCall Inspector(Guid? id = null, string scope = Scopes.All) => Call("inspector", scope, id);

    private async Task<Status> StatusOf(UserTask task) => (await _desk.Tasks.GetTask(new() { TaskId = task.Id }, _desk.Call()).InTime()).Status;

    private Task<UserTask> Claim(UserTask task, TestCall by) => _desk.Tasks.ClaimTask(new() { TaskId = task.Id }, by).InTime();

    private Task<UserTask> Release(UserTask task, TestCall by) => _desk.Tasks.ReleaseTask(new() { TaskId = task.Id }, by).InTime();

    private Task<UserTask> Delegate(UserTask task, TestCall by, Guid to) => _desk.Tasks.DelegateTask(new() { TaskId = task.Id, UserId = to.ToString() }, by).InTime();

    private Task<UserTask> Reassign(UserTask task, Action<ReassignTaskRequest> change)
    {
        var request = new ReassignTaskRequest { TaskId = task.Id };
        change(request);
        return _desk.Tasks.ReassignTask(request, _desk.Call()).InTime();
    }

    private Task<CompleteTaskResponse> Complete(UserTask task, TestCall by, string data = "{}", string transition = "") =>
        _desk.Tasks.CompleteTask(new() { TaskId = task.Id, Transition = transition, Data = Struct.Parser.ParseJson(data) }, by).InTime();

    private static async Task<string> Outcome(Func<Task> call)
    {
        try
        {
            await call();
            return "";
        }
        catch (Refusal refusal)
        {
            return refusal.Reason.Name;
        }
    }
}
