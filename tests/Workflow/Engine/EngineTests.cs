using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Tests.Support;

namespace FactoryFlow.Workflow.Tests.Engine;

public sealed class EngineTests
{
    private const string Parallel = """
        states:
          - { id: a, type: start }
          - { id: f, type: fork }
          - { id: b, type: manual }
          - { id: c, type: waitForSignal, signal: goods }
          - { id: j, type: join }
          - { id: z, type: end }
        transitions: [{ from: a, to: f }, { from: f, to: b }, { from: f, to: c }, { from: b, to: j }, { from: c, to: j }, { from: j, to: z }]
        """;

    private static readonly Definition Approval = Some.Definition(Some.Approval), Forked = Some.Definition(Parallel);

    [Theory]
    [InlineData("1000", "approved")]
    [InlineData("1000.0001", "approval")]
    public void Automatic_states_take_the_first_way_whose_conditions_hold(string amount, string state) =>
        Some.Where(Some.After(Approval, Some.Started(Approval, $$"""{"amount": {{amount}}}"""), Some.Take("submit"))).ShouldBe(state);

    [Fact]
    public void What_comes_along_with_a_transition_counts_for_it() =>
        Some.Where(Some.After(Approval, Some.Started(Approval), Some.Take("submit", context: """{"amount": 5000}"""))).ShouldBe("approval");

    [Fact]
    public void A_transition_may_be_named_by_the_state_that_it_leads_to() =>
        Some.Where(Some.After(Approval, Some.Started(Approval), Some.Take("") with { ToState = "review" })).ShouldBe("approved");

    [Fact]
    public void The_same_key_twice_has_one_effect()
    {
        var once = Some.After(Approval, Some.Started(Approval, """{"amount": 5000}"""), Some.Take("submit", "k1"));
        Some.Text(Some.After(Approval, once, Some.Take("submit", "k1"))).ShouldBe(Some.Text(once));
    }

    [Fact]
    public void Branches_go_on_by_themselves_and_meet_in_the_join()
    {
        var forked = Some.After(Forked, Some.Started(Forked), Some.Take("a-f"));
        Some.Where(forked).ShouldBe("b,c");
        var waiting = Some.After(Forked, forked, Some.Take("b-j"));
        (Some.Where(waiting), waiting.Status).ShouldBe(("c,j", InstanceStatus.Running));
        var done = Some.After(Forked, waiting, new Signal("goods", Some.Values("""{"pieces": 40}""")));
        (Some.Where(done), done.Status, done.Context["pieces"].GetInt32()).ShouldBe(("z", InstanceStatus.Completed, 40));
    }

    [Fact]
    public void A_signal_that_nothing_waits_for_is_refused_with_what_is_awaited()
    {
        var forked = Some.After(Forked, Some.Started(Forked), Some.Take("a-f"));
        Refused(Forked, forked, new Signal("lunch", Some.Values())).Message.ShouldContain("awaited: goods");
    }

    [Fact]
    public void Every_reason_is_told_at_once_and_who_may_not_first()
    {
        var instance = Some.After(Approval, Some.Started(Approval, """{"amount": 5000}"""), Some.Take("submit"));
        var refusal = Refused(Approval, instance, Some.Take("reject"));
        refusal.Reason.Name.ShouldBe("TRANSITION_FORBIDDEN");
        refusal.Faults.Select(f => f.Message).ShouldBe(
        [
            "needs the role manager. Ask somebody with the role manager.",
            "context.note exists does not hold: context.note is missing. Send the value that is needed in the context along with the transition.",
        ]);
        Refused(Approval, instance, Some.Take("reject"), Some.Person("manager")).Reason.Name.ShouldBe("TRANSITION_BLOCKED");
    }

    [Theory]
    [InlineData("manager", "approve", "Permission")]
    [InlineData("worker", "approve", "Role,Permission")]
    [InlineData("manager", "reject", "Condition")]
    [InlineData("manager", "submit", "State,Ownership")]
    [InlineData("manager", "large", "State")]
    public void Why_not_is_answered_by_what_guards(string role, string transition, string kinds)
    {
        var instance = Some.After(Approval, Some.Started(Approval, """{"amount": 5000}"""), Some.Take("submit"));
        var choice = Taking.Choices(Approval, instance, Some.By(Some.Person(role, Guid.Empty))).Single(c => c.Transition.Id == transition);
        string.Join(',', choice.Obstacles.Select(o => o.Kind)).ShouldBe(kinds);
        choice.Obstacles.ShouldAllBe(o => o.Remedy.Length > 0);
    }

    [Fact]
    public void Who_holds_all_may()
    {
        var instance = Some.After(Approval, Some.Started(Approval, """{"amount": 5000}"""), Some.Take("submit"));
        var manager = Some.Person("manager", null, "workflows:*:*");
        WorkflowEngine.Decide(Approval, instance, Some.Take("approve"), Some.By(manager)).After.Status.ShouldBe(InstanceStatus.Completed);
    }

    [Fact]
    public void From_elsewhere_nothing_is_taken_and_the_current_state_is_told()
    {
        var refusal = Refused(Approval, Some.Started(Approval), Some.Take("approve"));
        (refusal.Reason.Name, refusal.Message).ShouldBe(("TRANSITION_NOT_AVAILABLE", "The instance is in \"draft\" now, and \"approve\" begins in \"approval\"; from here there are submit."));
    }

    [Fact]
    public void What_has_ended_stays_as_it_is()
    {
        var cancelled = Some.After(Approval, Some.Started(Approval), new Cancel("Ordered twice."));
        (cancelled.Status, cancelled.Error).ShouldBe((InstanceStatus.Cancelled, "Ordered twice."));
        foreach (var command in new Command[] { Some.Take("submit"), new Cancel(""), new Signal("x", Some.Values()) })
            Refused(Approval, cancelled, command).Reason.Name.ShouldBe("INSTANCE_NOT_RUNNING");
    }

    [Fact]
    public void What_goes_in_a_circle_by_itself_is_refused_and_nothing_happens()
    {
        var circle = Some.Definition("""
            initialState: a
            states: [{ id: a, type: automatic }, { id: b, type: automatic }, { id: z, type: end }]
            transitions: [{ from: a, to: b }, { from: b, to: a, conditions: { field: out, operator: exists, value: false } }, { from: b, to: z }]
            """);
        Refused(circle, new Instance { Id = Guid.Empty }, new Start("", Some.Values())).Reason.Name.ShouldBe("AUTOMATIC_STEPS_EXCEEDED");
        Some.Started(circle, """{"out": true}""").Status.ShouldBe(InstanceStatus.Completed);
    }

    private static Refusal Refused(Definition definition, Instance instance, Command command, Platform.Auth.Caller? by = null) =>
        Should.Throw<Refusal>(() => WorkflowEngine.Decide(definition, instance, command, Some.By(by)));
}
