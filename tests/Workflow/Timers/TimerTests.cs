using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using static FactoryFlow.Workflow.V1.Instance.Types;

namespace FactoryFlow.Workflow.Tests.Timers;

public sealed class TimerTests(World world)
{
    private const string Drying = """
        states:
          - { id: glued, type: start }
          - { id: drying, type: waitForTimer, duration: PT8H }
          - { id: dry, type: end }
        transitions:
          - { id: hang, from: glued, to: drying }
          - { id: take, from: drying, to: dry }
        """;

    private readonly Desk _desk = new(world);

    [Fact]
    public async Task Who_waits_for_time_goes_on_when_it_has_passed_and_not_before()
    {
        var instance = await Hung(_desk);
        (await At(_desk, instance)).ShouldBe("drying");
        await _desk.Pass(TimeSpan.FromHours(7.99));
        await _desk.Fire();
        (await At(_desk, instance)).ShouldBe("drying");
        await _desk.Pass(TimeSpan.FromHours(0.02));
        await _desk.Fire();
        (await _desk.Get(instance.Id)).Status.ShouldBe(Status.Completed);
        (await _desk.History(instance)).Select(e => e.Type).ShouldBe(["STARTED", "TRANSITIONED", "TIMER_STARTED", "TIMER_FIRED", "TRANSITIONED", "COMPLETED"]);
        (await _desk.Timers()).ShouldBe(0);
    }

    [Fact]
    public async Task Many_processes_fire_the_timers_of_two_tenants_each_once()
    {
        var desks = new[] { _desk, new Desk(world) };
        var instances = new List<(Desk Desk, Instance Instance)>();
        foreach (var desk in desks)
        {
            var definition = await desk.Publish(Drying);
            for (var i = 0; i < 20; i++) instances.Add((desk, await desk.Take(await desk.Start(definition), "hang")));
            await desk.Pass(TimeSpan.FromHours(9));
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => desks[i % 2].Fire()));
        foreach (var (desk, instance) in instances) (await desk.History(instance)).Count(e => e.Type == "TIMER_FIRED").ShouldBe(1);
        foreach (var desk in desks) (await desk.Timers()).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_process_took_before_it_died_is_fired_by_another_after_a_minute()
    {
        var instance = await Hung(_desk);
        await world.Look("update timers set lease_time = now() + interval '1 minute' where tenant_id = $1 returning 1", _desk.Tenant);
        await _desk.Pass(TimeSpan.FromHours(9));
        await _desk.Clockwork.FireSome(Limit.Soon());
        (await At(_desk, instance)).ShouldBe("drying");
        await world.Look("update timers set lease_time = lease_time - interval '61 seconds' where tenant_id = $1 returning 1", _desk.Tenant);
        await _desk.Fire();
        (await _desk.Get(instance.Id)).Status.ShouldBe(Status.Completed);
    }

    [Fact]
    public async Task Timers_end_with_what_they_are_for()
    {
        var instance = await Hung(_desk);
        (await _desk.Timers()).ShouldBe(1);
        await _desk.Instances.CancelInstance(new() { InstanceId = instance.Id, Reason = "Torn." }, _desk.Call()).InTime();
        (await _desk.Timers()).ShouldBe(0);
    }

    [Fact]
    public async Task A_timer_of_a_state_that_has_passed_does_nothing()
    {
        var instance = await Hung(_desk);
        await world.Look("""
            insert into timers select tenant_id, instance_id, visit + 1, purpose, step, token, due_time, lease_time from timers where tenant_id = $1 returning 1
            """, _desk.Tenant);
        await world.Look("update timers set due_time = now() - interval '1 minute' where tenant_id = $1 and visit = (select max(visit) from timers where tenant_id = $1) returning 1", _desk.Tenant);
        await _desk.Fire();
        ((await At(_desk, instance)), await _desk.Timers()).ShouldBe(("drying", 1));
        (await _desk.History(instance)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_cannot_go_on_when_its_time_has_come_fails_and_says_why()
    {
        var definition = await _desk.Publish("""
            context: { out: boolean }
            states:
              - { id: begun, type: start }
              - { id: wait, type: waitForTimer, duration: PT1H }
              - { id: here, type: automatic }
              - { id: there, type: automatic }
              - { id: over, type: end }
            transitions:
              - { id: go, from: begun, to: wait }
              - { id: on, from: wait, to: here }
              - { id: out, from: here, to: over, conditions: { field: out, operator: eq, value: true } }
              - { id: to, from: here, to: there }
              - { id: fro, from: there, to: here }
            """);
        var instance = await _desk.Take(await _desk.Start(definition), "go");
        await _desk.Pass(TimeSpan.FromHours(2));
        await _desk.Fire();
        var failed = await _desk.Get(instance.Id);
        failed.Status.ShouldBe(Status.Failed);
        failed.Error.ShouldContain("steps followed by themselves");
    }

    [Fact]
    public async Task What_cannot_be_fired_rests_longer_each_time_and_is_given_up_at_last()
    {
        var instance = await Hung(_desk);
        await using var stumble = await Stumble.To(world, _desk.Tenant, "TIMER_FIRED");
        await _desk.Pass(TimeSpan.FromHours(9));
        await _desk.Clockwork.FireSome(Limit.Soon());
        (await Rests()).ShouldBe(["1 true"]);
        await world.Look("update timers set attempts = 9, lease_time = now() where tenant_id = $1 returning 1", _desk.Tenant);
        await _desk.Clockwork.FireSome(Limit.Soon());
        (await Rests()).ShouldBe(["10 true"]);
        (await At(_desk, instance)).ShouldBe("drying");
        await world.Look("update timers set lease_time = now() where tenant_id = $1 returning 1", _desk.Tenant);
        await _desk.Clockwork.FireSome(Limit.Soon());
        var failed = await _desk.Get(instance.Id);
        (failed.Status, failed.Error, await _desk.Timers()).ShouldBe((Status.Failed, "Something of ours went wrong, again and again, when its time had come.", 0));
        (await _desk.Facts()).OfType<Events.Workflow.WorkflowInstanceFailed>().Single().InstanceId.ToString().ShouldBe(instance.Id);

        Task<List<string>> Rests() => world.Look("select attempts || ' ' || (lease_time > now() + interval '20 seconds') from timers where tenant_id = $1", _desk.Tenant);
    }

    [Fact]
    public async Task An_escalation_that_cannot_be_told_of_is_written_down_and_fails_nothing()
    {
        var instance = await Hung(_desk);
        await world.Look("update timers set purpose = 'SLA', attempts = 10 where tenant_id = $1 returning 1", _desk.Tenant);
        await _desk.Pass(TimeSpan.FromHours(9));
        await _desk.Clockwork.FireSome(Limit.Soon());
        (await At(_desk, instance), await _desk.Timers()).ShouldBe(("drying", 0));
        (await world.Look("select changes -> 'after' ->> 'step' from audit_entries where tenant_id = $1 and action = 'workflow_instance.escalation_given_up'", _desk.Tenant)).ShouldBe(["0"]);
    }

    internal static async Task<Instance> Hung(Desk desk) => await desk.Take(await desk.Start(await desk.Publish(Drying)), "hang");

    private static async Task<string> At(Desk desk, Instance instance) => (await desk.Get(instance.Id)).CurrentState;
}
