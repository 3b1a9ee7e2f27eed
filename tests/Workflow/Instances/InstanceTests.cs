using System.Text.Json;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using Google.Protobuf.WellKnownTypes;
using Instance = FactoryFlow.Workflow.V1.Instance;
using Status = FactoryFlow.Workflow.V1.Instance.Types.Status;

namespace FactoryFlow.Workflow.Tests.Instances;

public sealed class InstanceTests(World world)
{
    // PostgreSQL's jsonb keeps members in an order of its own.
    private static readonly JsonSerializerOptions Stored = new() { AllowOutOfOrderMetadataProperties = true };

    private readonly Desk _desk = new(world);

    [Fact]
    public async Task An_instance_goes_by_itself_as_far_as_it_can()
    {
        var instance = await _desk.Submitted();
        (instance.CurrentState, instance.Status, instance.Version, instance.StartedById).ShouldBe(("approval", Status.Running, 1, _desk.Tenant.ToString()));
        instance.Changes.Select(c => (c.Transition, c.FromState, c.ToState)).ShouldBe([("submit", "draft", "review"), ("large", "review", "approval")]);
        var approved = await _desk.Take(instance, "approve", _desk.Manager(), r => r.Reason = "Within the budget.");
        (approved.CurrentState, approved.Status, approved.EndTime is null).ShouldBe(("approved", Status.Completed, false));
        (await _desk.Get(instance.Id)).ShouldBe(approved.WithoutChanges());
    }

    [Fact]
    public async Task The_history_says_who_did_what_and_why_and_makes_the_state_again()
    {
        var instance = await _desk.Take(await _desk.Submitted(), "approve", _desk.Manager(), r => (r.Reason, r.Metadata) = ("Within the budget.", Struct.Parser.ParseJson("""{"board": "May"}""")));
        var history = await _desk.History(instance);
        history.Select(e => e.Type).ShouldBe(["STARTED", "CONTEXT_CHANGED", "TRANSITIONED", "TRANSITIONED", "TRANSITIONED", "COMPLETED"]);
        var approval = history[4];
        (approval.FromState, approval.ToState, approval.Reason, approval.ActorId, approval.Metadata.Fields["board"].StringValue)
            .ShouldBe(("approval", "approved", "Within the budget.", Guid.AllBitsSet.ToString(), "May"));
        var again = history.Aggregate(new Workflow.Engine.Instance { Id = Guid.Parse(instance.Id) }, (i, e) => i.After(JsonSerializer.Deserialize<WorkflowEvent>(e.Details.ToString(), Stored)!));
        (Some.Where(again), again.Status, again.Context["amount"].GetDecimal()).ShouldBe(("approved", InstanceStatus.Completed, 5000m));
    }

    [Fact]
    public async Task Others_are_told_what_happened()
    {
        await _desk.Take(await _desk.Submitted(), "approve", _desk.Manager());
        var facts = await _desk.Facts();
        facts.Select(f => f.GetType().Name).ShouldBe(["WorkflowInstanceStarted", "WorkflowTransitioned", "WorkflowTransitioned", "WorkflowTaskCreated", "WorkflowTransitioned", "WorkflowCompleted"]);
        ((WorkflowTransitioned)facts[4]).ToState.ShouldBe("approved");
        var cancelled = await _desk.Submitted();
        await _desk.Instances.CancelInstance(new() { InstanceId = cancelled.Id, Reason = "Ordered twice." }, _desk.Call()).InTime();
        ((WorkflowInstanceCancelled)(await _desk.Facts())[^1]).Reason.ShouldBe("Ordered twice.");
    }

    [Fact]
    public async Task Why_not_is_answered_for_each_transition()
    {
        var instance = await _desk.Submitted();
        var worker = await _desk.Instances.ListTransitions(new() { InstanceId = instance.Id }, _desk.Call()).InTime();
        (worker.CurrentState, worker.Allowed.Count).ShouldBe(("approval", 0));
        worker.Refused.Take(2).Select(t => string.Join(',', t.Reasons.Select(r => r.Kind))).ShouldBe(["Role,Permission", "Role,Condition"]);
        var manager = await _desk.Instances.ListTransitions(new() { InstanceId = instance.Id }, _desk.Manager()).InTime();
        manager.Allowed.Select(t => t.Id).ShouldBe(["approve"]);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_happen_and_keeps_nothing()
    {
        var instance = await _desk.Submitted();
        var would = await _desk.Take(instance, "approve", _desk.Manager(), r => r.ValidateOnly = true);
        (would.CurrentState, would.Changes[^1].Type).ShouldBe(("approved", "COMPLETED"));
        (await Desk.Refused(() => _desk.Take(instance, "approve", change: r => r.ValidateOnly = true))).Reason.Name.ShouldBe("TRANSITION_FORBIDDEN");
        var started = await _desk.Instances.StartInstance(new() { Definition = instance.DefinitionId, ValidateOnly = true }, _desk.Call()).InTime();
        (await Desk.Refused(() => _desk.Get(started.Id))).Reason.Name.ShouldBe("INSTANCE_NOT_FOUND");
        (await _desk.Get(instance.Id)).ShouldBe(instance.WithoutChanges());
        (await _desk.Facts()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Of_two_at_once_one_wins_and_the_other_learns_the_current_state()
    {
        for (var i = 0; i < 5; i++)
        {
            var instance = await _desk.Submitted();
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() => Outcome(() => n % 2 == 0
                ? _desk.Take(instance, "approve", _desk.Manager())
                : _desk.Take(instance, "reject", _desk.Manager(), r => r.Context = Struct.Parser.ParseJson("""{"note": "Too dear."}"""))))));
            outcomes.Count(o => o is null).ShouldBe(1, string.Join('\n', outcomes));
            outcomes.OfType<Refusal>().ShouldAllBe(r => r.Reason.Name == "INSTANCE_NOT_RUNNING");
            (await _desk.History(instance)).Count(e => e.Type == "COMPLETED").ShouldBe(1);
        }
    }

    [Fact]
    public async Task Whoever_decided_on_an_older_state_is_refused()
    {
        var draft = await _desk.Start(await _desk.Publish(), """{"amount": 5000}""");
        await _desk.Take(draft, "submit", change: r => r.Etag = draft.Etag);
        (await Desk.Refused(() => _desk.Take(draft, "approve", _desk.Manager(), r => r.Etag = draft.Etag))).Reason.ShouldBe(CommonReasons.EtagMismatch);
        var refusal = await Desk.Refused(() => _desk.Take(draft, "submit"));
        (refusal.Reason.Name, refusal.Message.StartsWith("The instance is in \"approval\" now", StringComparison.Ordinal)).ShouldBe(("TRANSITION_NOT_AVAILABLE", true), refusal.Message);
    }

    [Fact]
    public async Task The_same_transition_key_has_one_effect_whenever_it_comes()
    {
        var draft = await _desk.Start(await _desk.Publish(), """{"amount": 5000}""");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _desk.Take(draft, "submit", change: r => (r.TransitionKey, r.Etag) = ("k1", draft.Etag)))));
        outcomes.ShouldAllBe(i => i.CurrentState == "approval");
        outcomes.Count(i => i.Changes.Count > 0).ShouldBe(1);
        await _desk.Take(draft, "approve", _desk.Manager());
        (await _desk.Take(draft, "submit", change: r => r.TransitionKey = "k1")).Status.ShouldBe(Status.Completed);
        (await _desk.History(draft)).Count(e => e.Transition == "submit").ShouldBe(1);
    }

    [Fact]
    public async Task The_same_idempotency_key_starts_one_instance()
    {
        var request = new StartInstanceRequest { Definition = (await _desk.Publish()).Id };
        var first = await _desk.Instances.StartInstance(request, _desk.Call(key: "k")).InTime();
        (await _desk.Instances.StartInstance(request, _desk.Call(key: "k")).InTime()).ShouldBe(first);
        (await _desk.Instances.ListInstances(new() { DefinitionId = first.DefinitionId }, _desk.Call()).InTime()).Instances.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"amount": "5000"}""", "context[amount]", "must be a number")]
    [InlineData("""{"amonut": 5000}""", "context[amonut]", "is not declared; there are amount, note")]
    [InlineData("""{"amount": 1e30}""", "context[amount]", "must be a number")]
    [InlineData("""{"note": "\u0000"}""", "context", "holds a control character")]
    public async Task What_the_definition_does_not_declare_is_refused(string context, string field, string message)
    {
        var definition = await _desk.Publish();
        var refusal = await Desk.Refused(() => _desk.Start(definition, context));
        (refusal.Reason, refusal.Faults.Single()).ShouldBe((CommonReasons.InvalidInput, new FieldFault(field, message)));
    }

    [Fact]
    public async Task What_is_known_does_not_grow_for_ever()
    {
        var definition = await _desk.Publish("states: [{ id: a, type: start }, { id: z, type: end }]\ntransitions: [{ id: on, from: a, to: a }, { from: a, to: z }]");
        var (big, instance) = (new string('x', 40_000), await _desk.Start(definition));
        await _desk.Take(instance, "on", change: r => r.Context = Struct.Parser.ParseJson($$"""{"one": "{{big}}"}"""));
        (await Desk.Refused(() => _desk.Take(instance, "on", change: r => r.Context = Struct.Parser.ParseJson($$"""{"two": "{{big}}"}""")))).Faults.Single().Field.ShouldBe("context");
    }

    [Fact]
    public async Task One_business_key_is_for_one_running_instance()
    {
        var definition = await _desk.Publish();
        var first = await _desk.Start(definition, businessKey: "PO-7");
        (await Desk.Refused(() => _desk.Start(definition, businessKey: "PO-7"))).Reason.Name.ShouldBe("BUSINESS_KEY_TAKEN");
        await _desk.Instances.CancelInstance(new() { InstanceId = first.Id }, _desk.Call()).InTime();
        (await _desk.Start(definition, businessKey: "PO-7")).BusinessKey.ShouldBe("PO-7");
    }

    [Fact]
    public async Task Instances_are_found_by_what_they_are()
    {
        var (one, two) = (await _desk.Submitted(), await _desk.Submitted());
        await _desk.Take(two, "approve", _desk.Manager());
        (await Found(new() { State = "approval" })).ShouldBe([one.Id]);
        (await Found(new() { Status = Status.Completed })).ShouldBe([two.Id]);
        (await Found(new() { DefinitionId = one.DefinitionId })).ShouldBe([one.Id]);
        (await Found(new())).ShouldBe([two.Id, one.Id]);
        (await Desk.Refused(() => Found(new() { DefinitionId = Guid.NewGuid().ToString() }))).Reason.Name.ShouldBe("DEFINITION_NOT_FOUND");
    }

    [Fact]
    public async Task Another_tenants_instance_does_not_exist()
    {
        var theirs = (await _desk.Submitted()).Id;
        var other = new Desk(world);
        foreach (var call in new Func<Task>[]
                 {
                     () => other.Get(theirs),
                     () => other.Instances.ListTransitions(new() { InstanceId = theirs }, other.Manager()),
                     () => other.Instances.TakeTransition(new() { InstanceId = theirs, Transition = "approve" }, other.Manager()),
                     () => other.Instances.TakeTransition(new() { InstanceId = theirs, Transition = "approve", ValidateOnly = true }, other.Manager()),
                     () => other.Instances.ListHistory(new() { InstanceId = theirs }, other.Call()),
                     () => other.Instances.SignalInstance(new() { InstanceId = theirs, Name = "x" }, other.Call()),
                     () => other.Instances.CancelInstance(new() { InstanceId = theirs }, other.Call()),
                 })
            (await Desk.Refused(call)).Reason.Name.ShouldBe("INSTANCE_NOT_FOUND");
        (await other.Instances.ListInstances(new(), other.Call()).InTime()).Instances.ShouldBeEmpty();
        (await _desk.Get(theirs)).CurrentState.ShouldBe("approval");
    }

    private async Task<IEnumerable<string>> Found(ListInstancesRequest request) =>
        (await _desk.Instances.ListInstances(request, _desk.Call()).InTime()).Instances.Select(i => i.Id);

    private static async Task<Refusal?> Outcome(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (Refusal refusal)
        {
            return refusal;
        }
    }
}

/// <summary>Instances as a read shows them.</summary>
internal static class InstanceParts
{
    public static Instance WithoutChanges(this Instance instance)
    {
        var copy = instance.Clone();
        copy.Changes.Clear();
        return copy;
    }
}
