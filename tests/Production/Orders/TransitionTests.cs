using FactoryFlow.Events.Production;
using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Production.Tests.Orders;

public sealed class TransitionTests(World world)
{
    [Fact]
    public async Task A_change_is_in_the_history_the_audit_and_told()
    {
        var desk = await OrderDesk.Open(world);
        var order = await desk.Order();
        var metadata = new Struct { Fields = { ["shelf"] = Value.ForNumber(7) } };
        var after = await desk.Orders.TransitionOrder(OrderDesk.To(order, "CONFIRMED", r => r.Metadata = metadata), desk.Call()).InTime();
        after.Status.ShouldBe("CONFIRMED");
        (await desk.Orders.GetOrder(new() { OrderId = order.Id }, desk.Call()).InTime()).ShouldBe(after);
        var entry = (await desk.History(order))[^1];
        (entry.Sequence, entry.FromStatus, entry.ToStatus, entry.Notes, entry.Metadata).ShouldBe((2, "DRAFT", "CONFIRMED", "As it must be.", metadata));
        var told = (await desk.Floor.Facts<OrderTransitioned>()).Single();
        (told.OrderId.ToString(), told.FromStatus, told.ToStatus, told.ActorId.ToString()).ShouldBe((order.Id, "DRAFT", "CONFIRMED", entry.ActorId));
        (await desk.Floor.Audited(order.Id)).ShouldBe(["order.created", "order.transitioned"]);
    }

    [Fact]
    public async Task Of_many_at_once_one_wins_and_the_others_hear_where_the_order_is()
    {
        var desk = await OrderDesk.Open(world);
        var order = await desk.Order();
        var outcomes = await Floor.AtOnce(8, () => desk.Take(order, "CONFIRMED"));
        outcomes.Count(outcome => outcome is null).ShouldBe(1);
        outcomes.Where(outcome => outcome is not null).ShouldAllBe(outcome => outcome == "ORDER_TRANSITION_NOT_AVAILABLE");
        (await desk.History(order)).Count.ShouldBe(2);
        (await desk.Floor.Facts<OrderTransitioned>()).Count.ShouldBe(1);
        var late = await Floor.Refused(() => desk.Take(order, "CONFIRMED"));
        late.Message.ShouldStartWith("The order is in CONFIRMED, from where no way leads to CONFIRMED.");
    }

    [Fact]
    public async Task A_change_that_is_asked_for_again_has_no_second_effect()
    {
        var desk = await OrderDesk.Open(world);
        var order = await desk.Order();
        var first = await desk.Orders.TransitionOrder(OrderDesk.To(order, "CONFIRMED"), desk.Call("k")).InTime();
        (await desk.Orders.TransitionOrder(OrderDesk.To(order, "CONFIRMED"), desk.Call("k")).InTime()).ShouldBe(first);
        var named = OrderDesk.To(order, "IN_PRODUCTION", r => r.TransitionKey = "start");
        (await Floor.AtOnce(4, () => desk.Orders.TransitionOrder(named, desk.Call()))).ShouldAllBe(outcome => outcome == null);
        await desk.Take(order, "ON_HOLD");
        (await desk.Orders.TransitionOrder(named, desk.Call()).InTime()).Status.ShouldBe("ON_HOLD");
        (await Floor.Outcome(() => desk.Orders.TransitionOrder(OrderDesk.To(order, "CANCELLED", r => r.TransitionKey = "start"), desk.Call()))).ShouldBe("TRANSITION_KEY_REUSED");
        (await desk.History(order)).Select(e => e.ToStatus).ShouldBe(["DRAFT", "CONFIRMED", "IN_PRODUCTION", "ON_HOLD"]);
    }

    [Fact]
    public async Task What_is_decided_on_an_older_state_is_refused()
    {
        var desk = await OrderDesk.Open(world);
        var order = await desk.Order();
        await desk.Take(order, "CONFIRMED");
        (await Floor.Outcome(() => desk.Orders.TransitionOrder(OrderDesk.To(order, "IN_PRODUCTION", r => r.Etag = order.Etag), desk.Call()))).ShouldBe("ETAG_MISMATCH");
        (await Floor.Outcome(() => desk.Take(order, "LOST"))).ShouldBe("ORDER_STATUS_UNKNOWN");
        (await Floor.Outcome(() => desk.Take(order, "DELIVERED"))).ShouldBe("ORDER_TRANSITION_NOT_AVAILABLE");
        (await Floor.Outcome(() => desk.Orders.TransitionOrder(OrderDesk.To(order, "ON_HOLD", r => r.Notes = " "), desk.Call()))).ShouldBe("INVALID_INPUT");
    }

    [Fact]
    public async Task An_order_passes_its_gates_when_its_jobs_are_done()
    {
        var desk = await OrderDesk.Open(world, "assembly", "qa");
        var order = await desk.Take(await desk.Order(), "CONFIRMED", "IN_PRODUCTION", "ASSEMBLY");
        (await Floor.Refused(() => desk.Take(order, "QA"))).Message.ShouldBe("The way from ASSEMBLY to QA assemblyComplete: no job belongs to the order.");
        var job = await desk.Job(order, ["Cutting", "Inspection"]);
        (await Floor.Refused(() => desk.Take(order, "QA"))).Message.ShouldBe("The way from ASSEMBLY to QA assemblyComplete: Cutting of job 1 is not completed.");
        await desk.Floor.Complete(await desk.Floor.Start(job, "Cutting"), "Cutting");
        await desk.Take(order, "QA");
        await desk.Floor.Complete(await desk.Floor.Start(job, "Inspection"), "Inspection", c => (c.GoodQuantity, c.RejectedQuantity) = (8, 2));
        var refused = await Floor.Refused(() => desk.Take(order, "READY"));
        (refused.Reason.Name, refused.Message).ShouldBe(("ORDER_TRANSITION_BLOCKED", "The way from QA to READY qaPass: 2 rejected pieces of job 1 were not sent back, and 0 are allowed."));
        await desk.Floor.Reports.ReworkJobStep(new() { JobId = job.Id, StepId = job.StepId("Inspection"), Quantity = 2, Reason = "Seams." }, desk.Call()).InTime();
        await desk.Floor.Complete(job, "Inspection");
        (await desk.Take(order, "READY", "SHIPPED", "DELIVERED")).Status.ShouldBe("DELIVERED");
    }

    [Fact]
    public async Task Why_not_is_answered_with_every_reason_by_what_guards_the_call()
    {
        var desk = await OrderDesk.Open(world, "qa");
        var order = await desk.Take(await desk.Order(), "CONFIRMED", "IN_PRODUCTION", "QA");
        var ways = await desk.Ways(order);
        (ways.CurrentStatus, string.Join(' ', ways.Allowed.Select(w => w.ToStatus))).ShouldBe(("QA", "IN_PRODUCTION"));
        var ready = ways.Refused[0];
        (ready.FromStatus, ready.ToStatus, ready.Reasons.Single().Kind, ready.Reasons[0].Subject).ShouldBe(("QA", "READY", OrderObstacle.Types.Kind.Gate, "qaPass"));
        ready.Reasons[0].Remedy.ShouldStartWith("Create a job that names the order");
        ways.Gates.Select(g => $"{g.Gate} {g.IsPassed} {g.IsSkipped}").ShouldBe(["assemblyComplete True True", "qaPass False False"]);
        var refused = await Floor.Refused(() => desk.Take(order, "READY"));
        refused.Faults.Single().Message.ShouldBe($"{ready.Reasons[0].Message}. {ready.Reasons[0].Remedy}");
        ways.Refused.Single(w => w.FromStatus == "IN_PRODUCTION" && w.ToStatus == "ASSEMBLY").Reasons.Select(r => r.Kind)
            .ShouldBe([OrderObstacle.Types.Kind.Status, OrderObstacle.Types.Kind.Feature]);
    }

    [Fact]
    public async Task A_gate_whose_feature_is_switched_off_holds_nobody_up()
    {
        var desk = await OrderDesk.Open(world, "qa");
        var order = await desk.Take(await desk.Order(), "CONFIRMED", "IN_PRODUCTION", "QA");
        (await Floor.Outcome(() => desk.Take(order, "READY"))).ShouldBe("ORDER_TRANSITION_BLOCKED");
        await desk.Switch();
        (await desk.Take(order, "READY")).Status.ShouldBe("READY");
    }
}
