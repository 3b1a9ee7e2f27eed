using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Tenancy.V1;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using Google.Protobuf.WellKnownTypes;
using static FactoryFlow.Workflow.V1.Instance.Types;

namespace FactoryFlow.Workflow.Tests.Timers;

/// <summary>A sandbox whose clock is moved on: what is due on the way happens in order, each at its time.</summary>
public sealed class SandboxTests(World world)
{
    // Three days for the two coats, and an SLA that each of them misses on the way.
    private const string Painted = """
        states:
          - { id: raw, type: start }
          - { id: first, type: waitForTimer, duration: P1D, sla: { duration: PT4H } }
          - { id: second, type: waitForTimer, duration: P2D }
          - { id: dry, type: end }
        transitions:
          - { id: paint, from: raw, to: first }
          - { id: again, from: first, to: second, activities: [ { type: wait, with: { duration: PT6H } } ] }
          - { id: take, from: second, to: dry }
        """;

    private readonly Desk _desk = new(world) { Tenant = SandboxClock.NewId(DateTimeOffset.UtcNow) };

    [Fact]
    public async Task What_is_due_on_the_way_is_done_at_its_own_time_and_what_follows_from_it_after_that()
    {
        var instance = await Painting(_desk);
        var began = (await Times(instance))[0];
        (await Move(_desk, TimeSpan.FromDays(4))).IsThere.ShouldBeTrue();
        (await _desk.Get(instance.Id)).Status.ShouldBe(Status.Completed);
        var hours = (await Times(instance)).Select(time => Math.Round((time - began).TotalHours)).Distinct();
        hours.ShouldBe([0, 24, 30, 78]);
        var missed = (await _desk.Slas.ListSlaViolations(new(), _desk.Call()).InTime()).Violations.Single();
        Math.Round((missed.CreateTime.ToDateTimeOffset() - began).TotalHours).ShouldBe(4);
    }

    [Fact]
    public async Task Nothing_of_another_tenant_moves()
    {
        var other = new Desk(world);
        var (here, there) = (await Painting(_desk), await Painting(other));
        await Move(_desk, TimeSpan.FromDays(4));
        ((await _desk.Get(here.Id)).Status, (await other.Get(there.Id)).CurrentState).ShouldBe((Status.Completed, "first"));
        (await other.Timers()).ShouldBe(2);
    }

    [Fact]
    public async Task Until_it_is_moved_a_clock_is_the_worlds_and_then_it_goes_on_from_there()
    {
        var instance = await Painting(_desk);
        await Move(_desk, TimeSpan.FromHours(23));
        (await _desk.Get(instance.Id)).CurrentState.ShouldBe("first");
        await Move(_desk, TimeSpan.FromHours(25));
        (await _desk.Timers()).ShouldBe(0, "the activity waits on the way");
        await Move(_desk, TimeSpan.FromHours(31));
        ((await _desk.Get(instance.Id)).CurrentState, await _desk.Timers()).ShouldBe(("second", 1));
    }

    [Fact]
    public async Task Moved_twice_at_once_everything_is_done_once()
    {
        var instance = await Painting(_desk);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Move(_desk, TimeSpan.FromDays(4))));
        (await _desk.History(instance)).Count(e => e.Type == "TIMER_FIRED").ShouldBe(2);
        (await _desk.Get(instance.Id)).Status.ShouldBe(Status.Completed);
    }

    private static async Task<Instance> Painting(Desk desk) => await desk.Take(await desk.Start(await desk.Publish(Painted)), "paint");

    private static Task<MoveClockResponse> Move(Desk desk, TimeSpan ahead) => new ClockSource(desk.World.Db, [desk.Clockwork, desk.Doer()]).MoveClock(
        new MoveClockRequest { TenantId = desk.Tenant.ToString(), ToTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow + ahead) }, desk.Call()).InTime();

    private async Task<List<DateTimeOffset>> Times(Instance instance) => [.. (await _desk.History(instance)).Select(e => e.Time.ToDateTimeOffset())];
}
