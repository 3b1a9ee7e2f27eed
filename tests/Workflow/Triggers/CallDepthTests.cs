using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Tests.Activities;
using FactoryFlow.Workflow.Triggers;
using FactoryFlow.Workflow.V1;

namespace FactoryFlow.Workflow.Tests.Triggers;

/// <summary>Calls of a workflow that others led to stand as deep as it does, unless people or time have a part in them.</summary>
[Collection("activities")]
public sealed class CallDepthTests(World world)
{
    private const int Deep = 3;

    private const string Call = "activities: [{ type: callApi, with: { credential: shop, path: /api/v1/orders } }]";

    private const string Checked = """
        states: [{ id: check, type: manual }, { id: z, type: end }]
        initialState: check
        transitions: [{ id: pass, from: check, to: z
        """;

    private readonly Bench _bench = new(world);

    [Fact]
    public async Task One_that_goes_on_by_itself_says_how_many_led_to_it() => (await Said(await Start(await Automatic()))).ShouldBe(Deep);

    [Fact]
    public async Task One_that_began_an_hour_ago_begins_anew()
    {
        var instance = await Start(await Automatic());
        await Pass(TimeSpan.FromMinutes(55));
        (await Depth(instance)).ShouldBe(Deep);
        await Pass(TimeSpan.FromMinutes(10));
        (await Said(instance)).ShouldBe(0);
    }

    [Fact]
    public async Task One_behind_a_task_that_was_completed_begins_anew()
    {
        var instance = await Start(await _bench.Desk.Publish($"{Checked}, {Call} }}]"));
        (await Depth(instance)).ShouldBe(Deep);
        await Complete();
        (await Said(instance)).ShouldBe(0);
    }

    [Fact]
    public async Task A_task_that_nobody_completed_is_nobodys_part_in_it()
    {
        var instance = await Start(await _bench.Desk.Publish(Checked + " }]"));
        await _bench.Desk.Instances.CancelInstance(new() { InstanceId = instance.Id, Reason = "Not wanted." }, _bench.Desk.Call()).InTime();
        (await Depth(instance)).ShouldBe(Deep);
    }

    [Fact]
    public async Task A_task_of_one_that_it_started_and_waited_for_counts_for_both()
    {
        await _bench.Desk.Publish(Checked + " }]", "check");
        var parent = await Start(await _bench.Desk.Publish($$"""
            states: [{ id: a, type: subWorkflow, workflow: check }, { id: b, type: automatic }, { id: z, type: end }]
            initialState: a
            transitions: [{ from: a, to: b }, { from: b, to: z, {{Call}} }]
            """));
        var child = Guid.Parse((await world.Look("select id::text from instances where tenant_id = $1 and parent_id = $2", _bench.Tenant, Guid.Parse(parent.Id))).Single());
        (await Depth(parent), await Depth(child)).ShouldBe((Deep, Deep));
        await Complete();
        (await Depth(child)).ShouldBe(0);
        await _bench.Desk.Fire();
        (await Said(parent)).ShouldBe(0);
    }

    [Fact]
    public async Task One_that_an_old_one_starts_and_waits_for_is_as_old()
    {
        await _bench.Desk.Publish(Checked + " }]", "check");
        var parent = await Start(await _bench.Desk.Publish("""
            states: [{ id: a, type: subWorkflow, workflow: check }, { id: z, type: end }]
            initialState: a
            transitions: [{ from: a, to: z }]
            """));
        await world.Look("update instances set create_time = create_time - interval '2 hours' where tenant_id = $1 and parent_id is null returning 1", _bench.Tenant);
        (await Depth(Guid.Parse((await world.Look("select id::text from instances where tenant_id = $1 and parent_id = $2", _bench.Tenant, Guid.Parse(parent.Id))).Single()))).ShouldBe(0);
    }

    private Task<Definition> Automatic() => _bench.Desk.Publish($"states: [{{ id: a, type: automatic }}, {{ id: z, type: end }}]\ninitialState: a\ntransitions: [{{ from: a, to: z, {Call} }}]");

    // One that three workflows led to.
    private Task<Instance> Start(Definition definition) =>
        _bench.Desk.Instances.StartInstance(new() { Definition = definition.Id }, _bench.Desk.Call().Because(Desk.Causes.Seal(_bench.Tenant, Deep - 1))).InTime();

    private async Task Complete() =>
        await _bench.Desk.Tasks.CompleteTask(new() { TaskId = (await _bench.Desk.Inbox(_bench.Desk.Call())).Single().Id }, _bench.Desk.Call()).InTime();

    // What the call says that the instance waits for.
    private async Task<int?> Said(Instance instance)
    {
        await using var api = await WebhookReceiver.Start();
        _bench.Desk.ApiDoor = new Uri(new Uri(api.Url).GetLeftPart(UriPartial.Authority));
        await _bench.Desk.Credentials.CreateCredential(new() { Name = "shop", ApiKey = "ffk_abcdefgh_AAAAAAAAAAAAAAAAAAAAAA" }, _bench.Desk.Call()).InTime();
        await _bench.Act();
        (await _bench.Desk.Get(instance.Id)).Status.ShouldBe(Instance.Types.Status.Completed);
        return Desk.Causes.DepthOf(_bench.Tenant, (await api.Arrived(1)).Single().Headers["X-Caused-By"]);
    }

    private Task<int> Depth(Instance instance) => Depth(Guid.Parse(instance.Id));

    private Task<int> Depth(Guid instance) => world.Db.As(_bench.Tenant, async tx =>
    {
        var depth = Causes.AskDepth(tx, instance);
        await tx.Flush();
        return depth.First;
    }, Limit.Soon()).InTime();

    private Task Pass(TimeSpan time) => world.Look("update instances set create_time = create_time - $2 where tenant_id = $1 returning 1", _bench.Tenant, time);
}
