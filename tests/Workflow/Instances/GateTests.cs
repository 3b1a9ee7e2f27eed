using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Workflow.Tests.Instances;

/// <summary>Transitions that quality gates guard, which production answers.</summary>
public sealed class GateTests(World world)
{
    private const string Yaml = """
        context: { order: text, note: text }
        subject: { order: context.order }
        states: [{ id: made, type: start }, { id: checking, type: manual, assignTo: { role: worker } }, { id: ready, type: end }]
        transitions:
          - { id: check, from: made, to: checking }
          - { id: pass, from: checking, to: ready, gates: [assemblyComplete, qaPass] }
          - { id: back, from: checking, to: made, gates: [recall], requiredRoles: [manager] }
        """;

    private readonly Desk _desk = new(world);

    [Fact]
    public async Task What_a_gate_lacks_is_in_the_way_with_its_remedy_until_it_is_done()
    {
        var order = _desk.Production.Order("qaPass: QA of job 7 is not completed", "qaPass: QA of job 8 is not completed");
        var instance = await Checking(order);
        var refused = await Desk.Refused(() => _desk.Take(instance, "pass"));
        (refused.Reason.Name, refused.Message).ShouldBe(
            ("TRANSITION_BLOCKED", "\"pass\" cannot be taken now: qaPass: QA of job 7 is not completed; qaPass: QA of job 8 is not completed."));
        refused.Faults.Select(f => f.Message).ShouldBe(["qaPass: QA of job 7 is not completed. See to it.", "qaPass: QA of job 8 is not completed. See to it."]);
        _desk.Production.Lacks[order] = [];
        (await _desk.Take(instance, "pass")).Status.ShouldBe(Instance.Types.Status.Completed);
        _desk.Production.Asked.ShouldAllBe(asked => asked.Order == order.ToString() && asked.Gates == "assemblyComplete,qaPass");
    }

    [Fact]
    public async Task Who_asks_why_not_hears_the_same_of_every_gate_with_one_question()
    {
        var instance = await Checking(_desk.Production.Order("qaPass: QA of job 7 is not completed", "recall: nothing is recalled"));
        var ways = await Ways(instance);
        ways.Allowed.Select(w => w.Id).ShouldBeEmpty();
        ways.Refused.Single(w => w.Id == "pass").Reasons.Select(r => (r.Kind, r.Message, r.Remedy)).ShouldBe([(Obstacle.Types.Kind.Gate, "qaPass: QA of job 7 is not completed", "See to it.")]);
        ways.Refused.Single(w => w.Id == "back").Reasons.Select(r => r.Kind).ShouldBe([Obstacle.Types.Kind.Role, Obstacle.Types.Kind.Gate]);
        _desk.Production.Asked.ShouldHaveSingleItem().Gates.ShouldBe("assemblyComplete,qaPass,recall");
    }

    [Fact]
    public async Task A_dry_run_asks_and_keeps_nothing()
    {
        var order = _desk.Production.Order("qaPass: open");
        var instance = await Checking(order);
        (await Desk.Refused(() => _desk.Take(instance, "pass", change: r => r.ValidateOnly = true))).Reason.Name.ShouldBe("TRANSITION_BLOCKED");
        _desk.Production.Lacks[order] = [];
        (await _desk.Take(instance, "pass", change: r => r.ValidateOnly = true)).Status.ShouldBe(Instance.Types.Status.Completed);
        (await _desk.Get(instance.Id)).Etag.ShouldBe(instance.Etag);
    }

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.Unimplemented)]
    public async Task Without_production_nothing_is_done_and_nothing_else_is_held_up(StatusCode trouble)
    {
        var instance = await Checking(_desk.Production.Order());
        _desk.Production.Trouble = trouble;
        (await Desk.Refused(() => _desk.Take(instance, "pass"))).Reason.ShouldBe(CommonReasons.Unavailable);
        (await Desk.Refused(() => Ways(instance))).Reason.ShouldBe(CommonReasons.Unavailable);
        (await _desk.Get(instance.Id)).Etag.ShouldBe(instance.Etag);
        var other = await _desk.Start(await _desk.Publish(Yaml));
        (await _desk.Take(other, "check")).CurrentState.ShouldBe("checking");
    }

    [Fact]
    public async Task A_call_that_was_answered_is_answered_again_without_asking()
    {
        var order = _desk.Production.Order();
        var instance = await Checking(order);
        var first = await _desk.Take(instance, "pass", _desk.Call(key: "k"));
        _desk.Production.Trouble = StatusCode.Unavailable;
        (await _desk.Take(instance, "pass", _desk.Call(key: "k"))).ShouldBe(first);
        var named = await Checking(order);
        _desk.Production.Trouble = null;
        await _desk.Take(named, "pass", change: r => r.TransitionKey = "once");
        _desk.Production.Trouble = StatusCode.Unavailable;
        (await _desk.Take(named, "pass", change: r => r.TransitionKey = "once")).Status.ShouldBe(Instance.Types.Status.Completed);
    }

    [Fact]
    public async Task Without_an_order_or_with_one_that_there_is_not_the_gate_is_closed()
    {
        var instance = await _desk.Take(await _desk.Start(await _desk.Publish(Yaml)), "check");
        (await Desk.Refused(() => _desk.Take(instance, "pass"))).Faults.Single().Message
            .ShouldBe("assemblyComplete and qaPass ask an order, and \"order\" holds the UUID of none. Send the order's UUID as \"order\" in the context along with the transition.");
        var nowhere = Guid.NewGuid();
        (await Desk.Refused(() => _desk.Take(instance, "pass", change: With(nowhere)))).Message.ShouldContain($"ask order {nowhere}, and there is no such order");
        (await _desk.Take(instance, "pass", change: With(_desk.Production.Order()))).Status.ShouldBe(Instance.Types.Status.Completed);
    }

    [Fact]
    public async Task Nobody_gets_past_a_gate_by_naming_another_order()
    {
        var instance = await Checking(_desk.Production.Order("qaPass: open"));
        var refused = await Desk.Refused(() => _desk.Take(instance, "pass", change: With(_desk.Production.Order())));
        (refused.Reason.Name, refused.Faults.Single().Field).ShouldBe(("INVALID_INPUT", "context[order]"));
        (await Desk.Refused(() => _desk.Take(instance, "pass", change: r => r.Context = Struct.Parser.ParseJson("""{"order": null}""")))).Reason.Name.ShouldBe("INVALID_INPUT");
    }

    [Fact]
    public async Task What_was_asked_of_one_order_counts_for_no_other()
    {
        var (good, bad) = (_desk.Production.Order(), _desk.Production.Order("qaPass: open"));
        var instance = await Checking(good);
        // The workflow comes to know of another order while the good one is asked.
        _desk.Production.Meanwhile = () => world.Look("update instances set context = jsonb_build_object('order', $2::text) where tenant_id = $1 and id = $3 returning '1'", _desk.Tenant, bad.ToString(), Guid.Parse(instance.Id));
        var refused = await Desk.Refused(() => _desk.Take(instance, "pass"));
        (refused.Reason.Name, refused.Faults.Single().Message).ShouldBe(("TRANSITION_BLOCKED", $"assemblyComplete and qaPass were not asked about order {bad}. Try again: the instance has changed meanwhile."));
        (await _desk.Get(instance.Id)).CurrentState.ShouldBe("checking");
    }

    [Fact]
    public async Task No_instance_is_locked_while_production_is_asked()
    {
        var instance = await Checking(_desk.Production.Order());
        _desk.Production.Meanwhile = () => world.Look("select id::text from instances where tenant_id = $1 and id = $2 for update nowait", _desk.Tenant, Guid.Parse(instance.Id));
        (await _desk.Take(instance, "pass", _desk.Call(key: "k"))).Status.ShouldBe(Instance.Types.Status.Completed);
    }

    [Fact]
    public async Task A_task_is_completed_through_its_gates()
    {
        var order = _desk.Production.Order("qaPass: open");
        await Checking(order);
        var task = (await _desk.Inbox(_desk.Call(permissions: "tasks:read:all"))).Single();
        var request = new CompleteTaskRequest { TaskId = task.Id, Transition = "pass" };
        (await Desk.Refused(() => _desk.Tasks.CompleteTask(request, Worker()))).Message.ShouldContain("qaPass: open");
        _desk.Production.Lacks[order] = [];
        (await _desk.Tasks.CompleteTask(new(request) { ValidateOnly = true }, Worker()).InTime()).Instance.Status.ShouldBe(Instance.Types.Status.Completed);
        (await _desk.Tasks.CompleteTask(request, Worker("k")).InTime()).Task.Status.ShouldBe(UserTask.Types.Status.Completed);
        _desk.Production.Trouble = StatusCode.Unavailable;
        (await _desk.Tasks.CompleteTask(request, Worker("k")).InTime()).Task.Status.ShouldBe(UserTask.Types.Status.Completed);
    }

    private static Action<TakeTransitionRequest> With(Guid order) => request => request.Context = Struct.Parser.ParseJson($$"""{"order": "{{order}}"}""");

    private async Task<Instance> Checking(Guid order) => await _desk.Take(await _desk.Start(await _desk.Publish(Yaml), $$"""{"order": "{{order}}"}"""), "check");

    private TestCall Worker(string? key = null) => _desk.Call(key: key, permissions: "tasks:work:all");

    private Task<ListTransitionsResponse> Ways(Instance instance) => _desk.Instances.ListTransitions(new() { InstanceId = instance.Id }, _desk.Call()).InTime();
}
