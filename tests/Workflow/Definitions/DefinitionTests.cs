using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Tests.Support;

namespace FactoryFlow.Workflow.Tests.Definitions;

public sealed class DefinitionTests
{
    private const string States = "states: [{ id: a, type: start }, { id: b, type: manual }, { id: z, type: end }]\n";
    private const string Ways = "transitions: [{ from: a, to: b }, { from: b, to: z }]\n";

    [Fact]
    public void A_definition_that_is_right_is_read_whole()
    {
        var definition = Some.Definition(Some.Approval);
        definition.InitialState.ShouldBe("draft");
        definition.States.Select(s => s.Type).ShouldBe([StateType.Start, StateType.Automatic, StateType.Manual, StateType.End, StateType.End]);
        var approve = definition.Transitions.Single(t => t.Id == "approve");
        (approve.RequiredRoles.Single(), approve.RequiredPermissions.Single().ToString()).ShouldBe(("manager", "workflows:transition:approve"));
        definition.Context!.Keys.ShouldBe(["amount", "note"]);
    }

    [Fact]
    public void A_long_name_over_many_pieces_is_refused_and_costs_no_copy_for_each()
    {
        var list = new Google.Protobuf.WellKnownTypes.ListValue();
        for (var i = 0; i < 250_000; i++) list.Values.Add(new Google.Protobuf.WellKnownTypes.Value { NumberValue = 1 });
        foreach (var name in new[] { new string('k', 400_000), "states", "" })
        {
            var (faults, before) = (new Faults(), GC.GetAllocatedBytesForCurrentThread());
            JsonNodes.Read(new() { Fields = { [name] = new() { ListValue = list } } }, faults).ShouldBeNull();
            faults.All.ShouldHaveSingleItem();
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20_000_000);
        }
    }

    [Fact]
    public void Places_are_told_from_the_whole_down() => Place.Root.Of("a/b~c").Of(3).Of("x").Pointer.ShouldBe("/a~1b~0c/3/x");

    [Theory]
    [InlineData("colour: red", false)]
    [InlineData("requiredPermissions: [what]", false)]
    [InlineData("conditions: [{ field: n, operator: about, value: 1 }]", true)]
    [InlineData("conditions: [{ field: n, operator: eq, value: 1, unless: 2 }]", true)]
    [InlineData("conditions: [{ not: { field: n, operator: matches, value: '(((((a)*)*)*)*)*' } }]", true)]
    [InlineData("conditions: { every: [] }", true)]
    public void What_is_not_understood_of_a_guard_lets_nobody_through(string guard, bool isCondition)
    {
        var faults = new Faults();
        var way = DefinitionReader.Read(YamlNodes.Read(States + $"transitions: [{{ from: a, to: b, {guard} }}, {{ from: b, to: z }}]", new Faults())!, faults).Transitions[0];
        (faults.Any, way.IsUnderstood).ShouldBe((true, isCondition));
        if (isCondition) Evaluation.Of(way.Condition!, Conditions.ConditionTests.Subject()).ShouldBe(Verdict.Clash);
        else Should.Throw<Platform.Errors.Refusal>(() => Guard.Require(way)).Reason.Name.ShouldBe("UNAVAILABLE");
    }

    [Fact]
    public void A_trigger_whose_filter_is_not_understood_hears_and_never_decides()
    {
        var trigger = DefinitionReader.ReadTrigger(YamlNodes.Read("{ event: order.created, filter: { field: event.id, operator: matches, value: '(((((a)*)*)*)*)*' } }", new Faults())!);
        Evaluation.Of(trigger!.Filter!, Conditions.ConditionTests.Subject()).ShouldBe(Verdict.Clash);
    }

    [Fact]
    public void No_tenant_takes_more_room_than_its_share()
    {
        var (cache, one, other) = (new SizedCache<int, string>(100, 40), Guid.NewGuid(), Guid.NewGuid());
        cache.Keep(other, 1, 30, "kept");
        for (var i = 0; i < 50; i++) cache.Keep(one, i, 15, "much");
        cache.Keep(one, 99, 41, "larger than the share").ShouldBe("larger than the share");
        (cache.TryGet(other, 1, out var kept), kept, cache.TryGet(one, 99, out _), cache.Size <= 70).ShouldBe((true, "kept", false, true));
    }

    [Fact]
    public void A_way_without_an_id_is_called_after_its_ends() => Some.Definition(States + Ways).Transitions.Select(t => t.Id).ShouldBe(["a-b", "b-z"]);

    [Fact]
    public void The_start_may_also_be_named() =>
        Some.Definition("initialState: a\nstates: [{ id: a, type: manual }, { id: z, type: end }]\ntransitions: [{ from: a, to: z }]").InitialState.ShouldBe("a");

    [Theory]
    [InlineData("START", "USER_TASK")]
    [InlineData("start", "AUTOMATED")]
    public void Other_engines_names_of_types_are_understood(string start, string second) =>
        Faults($"states: [{{ id: a, type: {start} }}, {{ id: b, type: {second} }}, {{ id: z, type: END }}]\n{Ways}").ShouldBeEmpty();

    // One row for each fault: the definition, where, and what must be said.
    [Theory]
    [InlineData("initialState: b\n" + States + Ways, "line 1, column 15", "\"a\" is the start")]
    [InlineData("initialState: q\nstates: [{ id: a, type: manual }, { id: z, type: end }]\ntransitions: [{ from: a, to: z }]", "line 1, column 15", "no state \"q\"")]
    [InlineData("states: [{ id: a, type: manual }, { id: z, type: end }]\ntransitions: [{ from: a, to: z }]", "line 1, column 1", "no start")]
    [InlineData("states: [{ id: a, type: start }, { id: b, type: start }, { id: z, type: end }]\n" + Ways, "line 1, column 34", "second start")]
    [InlineData("states: [{ id: a, type: start }, { id: b, type: manual }, { id: z, type: end }]\ntransitions: [{ from: a, to: z }, { from: b, to: z }]", "line 1, column 34", "\"b\" is unreachable")]
    [InlineData(States + "transitions: [{ from: a, to: b }, { from: a, to: z }]", "line 1, column 34", "\"b\" is a dead end")]
    [InlineData("states: [{ id: a, type: start }, { id: b, type: manual }, { id: z, type: end }]\ntransitions: [{ from: a, to: b }, { id: x, from: a, to: z }, { from: b, to: b }]", "line 1, column 34", "no way leads from it to an end")]
    [InlineData(States + "transitions: [{ from: a, to: c }, { from: b, to: z }]", "line 2, column 15", "\"to\" names \"c\"")]
    [InlineData("states: [{ id: a, type: start }, { id: a, type: end }]\ntransitions: [{ from: a, to: a }]", "line 1, column 34", "another state is called \"a\"")]
    [InlineData(States + "transitions: [{ id: x, from: a, to: b }, { id: x, from: b, to: z }]", "line 2, column 42", "another transition is called \"x\"")]
    [InlineData("states: [{ id: a, type: start }, { id: b, type: resting }, { id: z, type: end }]\n" + Ways, "line 1, column 49", "no type of state")]
    [InlineData("states: [{ id: a, type: start, colour: red }, { id: b, type: manual }, { id: z, type: end }]\n" + Ways, "line 1, column 40", "\"colour\" is not known")]
    [InlineData(States + "transitions: [{ from: a, to: b, conditions: { field: x, operator: about, value: 1 } }, { from: b, to: z }]", "line 2, column 67", "no operator")]
    [InlineData("context: { n: number }\n" + States + "transitions: [{ from: a, to: b, conditions: { field: n, operator: gt, value: ten } }, { from: b, to: z }]", "line 3, column 78", "is a number and is compared with a text")]
    [InlineData("context: { n: number }\n" + States + "transitions: [{ from: a, to: b, conditions: { field: m, operator: exists } }, { from: b, to: z }]", "line 3, column 54", "declares no \"m\"")]
    [InlineData("context: { n: money }\n" + States + Ways, "line 1, column 15", "\"money\" is no type")]
    [InlineData(States + "transitions: [{ from: a, to: b, conditions: { field: x, operator: matches, value: '(' } }, { from: b, to: z }]", "line 2, column 83", "no pattern")]
    [InlineData(States + "transitions: [{ from: a, to: b, requiredPermissions: ['*:*:*'] }, { from: b, to: z }]", "line 2, column 55", "no permission")]
    [InlineData("states: [{ id: a, type: start }, { id: b, type: automatic }, { id: z, type: end }]\ntransitions: [{ from: a, to: b }, { from: b, to: z, requiredRoles: [x] }]", "line 2, column 35", "taken by nobody")]
    [InlineData("states: [{ id: a, type: start, form: { x: text } }, { id: b, type: manual }, { id: z, type: end }]\n" + Ways, "line 1, column 38", "\"form\" means nothing in a state of this type")]
    [InlineData("states: [{ id: a, type: start }, { id: b, type: manual, due: soon }, { id: z, type: end }]\n" + Ways, "line 1, column 62", "is no duration such as PT30M or P2D")]
    [InlineData("states: [{ id: a, type: start }, { id: b, type: manual, assignTo: {} }, { id: z, type: end }]\n" + Ways, "line 1, column 67", "names nobody: give a user, a role or roles")]
    [InlineData("states: [{ id: a, type: start }, { id: b, type: manual, assignTo: { user: ann } }, { id: z, type: end }]\n" + Ways, "line 1, column 75", "\"ann\" names no user")]
    [InlineData("context: { x: text }\nstates: [{ id: a, type: start }, { id: b, type: manual, assignTo: { user: context.y } }, { id: z, type: end }]\n" + Ways, "line 2, column 75", "\"context.y\" names no user")]
    [InlineData("context: { x: text }\nstates: [{ id: a, type: start }, { id: b, type: manual, form: { y: text } }, { id: z, type: end }]\n" + Ways, "line 2, column 68", "\"y\" is not declared in the context")]
    [InlineData("context: { x: text }\nstates: [{ id: a, type: start }, { id: b, type: manual, form: { x: number } }, { id: z, type: end }]\n" + Ways, "line 2, column 68", "\"x\" is of another type in the context")]
    [InlineData(States + "transitions: [{ from: a, to: b, gates: [qaPass] }, { from: b, to: z }]", "line 2, column 15", "nothing says of which order")]
    [InlineData("subject: { order: context.o }\nstates: [{ id: a, type: start }, { id: b, type: automatic }, { id: z, type: end }]\ntransitions: [{ from: a, to: b }, { from: b, to: z, gates: [qaPass] }]", "line 3, column 35", "it cannot have gates, which are asked when somebody takes a transition")]
    [InlineData("subject: { order: o }\n" + States + Ways, "line 1, column 19", "names nothing that holds an order's UUID")]
    [InlineData("context: { x: text }\nsubject: { order: context.o }\n" + States + Ways, "line 2, column 19", "names nothing that holds an order's UUID")]
    [InlineData("context: { o: number }\nsubject: { order: context.o }\n" + States + Ways, "line 2, column 19", "holds a number; the UUID of an order is a text")]
    [InlineData("subject: { order: context.o }\n" + States + "transitions: [{ from: a, to: b, gates: ['qa pass'] }, { from: b, to: z }]", "line 3, column 41", "cannot be the name of a gate")]
    [InlineData("subject: { job: context.o }\n" + States + Ways, "line 1, column 17", "\"job\" is not known here")]
    [InlineData("states: [{ id: a, type: start, sla: { duration: 5 } }, { id: b, type: manual }, { id: z, type: end }]\n" + Ways, "line 1, column 49", "is a number; it must be a text")]
    [InlineData("states: [{ id: a, type: start, sla: {} }, { id: b, type: manual }, { id: z, type: end }]\n" + Ways, "line 1, column 37", "\"duration\" is missing")]
    [InlineData("states: [{ id: a, type: start }, { id: b, type: manual }, { id: z, type: end, sla: { duration: PT1H } }]\n" + Ways, "line 1, column 84", "nothing stays there")]
    [InlineData("states: [{ id: a, type: start }, { id: b, type: manual, sla: { duration: PT1H, escalations: [{ after: PT1H }] } }, { id: z, type: end }]\n" + Ways, "line 1, column 94", "does nothing")]
    [InlineData("states: [{ id: a, type: start, sla: { duration: PT1H, escalations: [{ reassign: { role: x } }] } }, { id: b, type: manual }, { id: z, type: end }]\n" + Ways, "line 1, column 81", "only a manual state has a task")]
    [InlineData("states: [{ id: a, type: start, sla: { duration: PT1H, escalations: [{ after: PT2H, notify: { role: x } }, { notify: { role: x } }] } }, { id: b, type: manual }, { id: z, type: end }]\n" + Ways, "line 1, column 107", "put them in the order of time")]
    [InlineData("states: [{ id: a, type: start }, { id: b, type: waitForTimer }, { id: z, type: end }]\n" + Ways, "line 1, column 34", "\"duration\" is missing")]
    [InlineData("states: [{ id: a, type: start }, { id: b, type: subWorkflow }, { id: z, type: end }]\n" + Ways, "line 1, column 34", "\"workflow\" is missing")]
    [InlineData("states: [{ id: a, type: start }, { id: b, type: subWorkflow, workflow: x, input: { y: 3 } }, { id: z, type: end }]\n" + Ways, "line 1, column 87", "it must be a name")]
    [InlineData("context: { x: text }\nstates: [{ id: a, type: start }, { id: b, type: subWorkflow, workflow: x, input: { y: y } }, { id: z, type: end }]\n" + Ways, "line 2, column 87", "\"y\" is not declared in the context")]
    [InlineData("context: { x: text }\nstates: [{ id: a, type: start }, { id: b, type: subWorkflow, workflow: x, output: { y: x } }, { id: z, type: end }]\n" + Ways, "line 2, column 88", "\"y\" is not declared in the context")]
    [InlineData("states: [{ id: a, type: start, input: { x: x } }, { id: b, type: manual }, { id: z, type: end }]\n" + Ways, "line 1, column 39", "\"input\" means nothing in a state of this type")]
    public void Each_fault_is_told_with_its_place(string yaml, string place, string message) =>
        Faults(yaml).ShouldContain(f => f.Place.ToString() == place && f.Message.Contains(message, StringComparison.Ordinal), string.Join('\n', Faults(yaml)));

    [Fact]
    public void Every_fault_is_told_at_once() =>
        Faults("states: [{ id: a, type: start }, { id: b, type: resting }, { id: '?', type: end }]\ntransitions: [{ from: a }, { to: b, requiredRoles: 3 }]").Count.ShouldBe(5);

    private static IReadOnlyList<DefinitionFault> Faults(string yaml) => Some.Read(yaml).Faults;
}
