using FactoryFlow.Workflow.Tests.Support;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Workflow.Tests.Instances;

public sealed class DepthTests(World world)
{
    private const string Deeper = """
        states: [{ id: a, type: start }, { id: b, type: manual }, { id: z, type: end }]
        transitions:
          - { id: on, from: a, to: b, activities: [{ type: updateContext, with: { set: { deep: { d: "{{context.deep}}" } } } }] }
          - { id: again, from: b, to: b, activities: [{ type: updateContext, with: { set: { deep: { d: "{{context.deep}}" } } } }] }
          - { id: end, from: b, to: z }
        """;

    private readonly Desk _desk = new(world);

    [Fact]
    public async Task What_becomes_deeper_with_each_round_fails_before_nobody_can_read_it()
    {
        var instance = await _desk.Start(await _desk.Publish(Deeper), "{}");
        instance = await _desk.Take(instance, "on");
        for (var i = 0; i < 40 && instance.Status == V1.Instance.Types.Status.Running; i++) instance = await _desk.Take(instance, "again");
        (instance.Status, instance.Error).ShouldBe((V1.Instance.Types.Status.Failed, "An activity of \"again\" could not be done: What it is given is nested deeper than 24 levels."));
        instance = await _desk.Instances.GetInstance(new() { InstanceId = instance.Id }, _desk.Call());
        V1.Instance.Parser.ParseFrom(instance.ToByteArray()).ShouldBe(instance);
        JsonFormatter.Default.Format(instance).Length.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task What_cannot_be_written_as_JSON_is_refused_of_gRPC_too()
    {
        var definition = await _desk.Publish(Deeper);
        foreach (var context in new Struct[] { new() { Fields = { [""] = Value.ForNumber(1) } }, new() { Fields = { ["a"] = new() } }, new() { Fields = { ["a"] = Value.ForNumber(double.NaN) } } })
            (await Desk.Refused(() => _desk.Instances.StartInstance(new() { Definition = definition.Id, Context = context }, _desk.Call()))).Faults.Single().Field.ShouldStartWith("context");
    }

    [Fact]
    public async Task A_name_of_nothing_but_what_is_taken_out_is_left_out()
    {
        var definition = await _desk.Publish("""
            states: [{ id: a, type: start }, { id: z, type: end }]
            transitions: [{ id: on, from: a, to: z, activities: [{ type: updateContext, with: { set: { copy: "{{context.given}}" } } }] }]
            """);
        var instance = await _desk.Take(await _desk.Start(definition, "{\"given\": {\"\uFDD0\": 1, \"x\": 2}}"), "on");
        JsonFormatter.Default.Format(instance.Context.Fields["copy"]).ShouldBe("{ \"x\": 2 }");
    }

    [Fact]
    public async Task What_was_stored_too_deep_breaks_no_list()
    {
        var instance = await _desk.Start(await _desk.Publish(Deeper), "{}");
        await world.Look("update instances set context = $2::jsonb where id = $1 returning 1", Guid.Parse(instance.Id), "{\"deep\": " + string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60)) + ", \"inside\": {\"\": 1}}");
        var read = (await _desk.Instances.ListInstances(new(), _desk.Call())).Instances.Single(i => i.Id == instance.Id);
        V1.Instance.Parser.ParseFrom(read.ToByteArray()).ShouldBe(read);
        JsonFormatter.Default.Format(read).ShouldContain("nested too deep to be shown");
    }
}
