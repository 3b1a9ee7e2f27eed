using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.OrderFlows;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Orders;

internal sealed partial class OrderService
{
    private const string Done = "DONE";

    public override async Task<Order> TransitionOrder(TransitionOrderRequest request, ServerCallContext context)
    {
        var check = new Check();
        var move = OrderMove.Of(check, request, context.Caller());
        check.Done();
        var began = clock.GetTimestamp();
        try
        {
            var order = await db.Write(context, request, tx => Take(tx, move, context.CancellationToken));
            OrderMetrics.Ended(Done, clock.GetElapsedTime(began));
            return order;
        }
        catch (Refusal refusal)
        {
            OrderMetrics.Ended(refusal.Reason.Name, clock.GetElapsedTime(began));
            throw;
        }
    }

    private async Task<Order> Take(TenantTx tx, OrderMove move, CancellationToken ct)
    {
        var orders = OrderStore.AskLocked(tx, move.OrderId);
        // Asked behind the lock, so that all of it is as whoever held it before left it.
        var known = HistoryRow.AskKey(tx, move.OrderId, move.Key);
        var jobs = OrderStore.AskJobs(tx, [move.OrderId]);
        var (flows, reached) = (FlowStore.AskNewestOf(tx, move.OrderId), FlowStore.AskReached(tx, move.OrderId));
        var flags = (await states.Of(tx, ct)).FeatureFlags;
        var before = orders.First ?? throw OrderStore.NotFound(move.OrderId);
        List<Guid> ids = [.. jobs.Rows.Select(job => job.Id)];
        if (known.First is { } status)
            return status == move.ToStatus ? before.ToMessage(ids) : throw Reasons.TransitionKeyReused.Refuse($"This key took the order to {status} before, and not to {move.ToStatus}.", "transition_key");

        Etag.Require(move.Etag, before.Version);
        var inForce = FlowInForce.Of(flows.Rows, flags).Or(before.Status, reached.First);
        var features = Features.On(inForce.Flow, flags);
        var ways = Ways.Leading(before, inForce.Flow, move.ToStatus);
        var results = await gates.Ask(tx, before.Id, inForce.Flow, features, ways.SelectMany(way => way.Gates));
        foreach (var gate in results.Values.Where(result => !result.IsPassed)) OrderMetrics.GateFailed(gate.Gate);
        var way = Ways.Choose(ways, new Guard(before, move.Caller, features, results));
        move.RequireNotes(way);

        var after = before with { Status = way.To, FlowId = inForce.Row?.Id, StatusTime = tx.Now, Moves = before.Moves + 1, Version = before.Version + 1 };
        move.Write(tx, before, after, [.. Features.Intents(way, flags)]);
        tx.Audit("order.transitioned", "order", before.Id, Changes.Between(before.ToMessage(ids), after.ToMessage(ids)));
        log.LogInformation("Order {Number} of tenant {Tenant} goes from {From} to {To}", before.Number, tx.TenantId, before.Status, after.Status);
        return after.ToMessage(ids);
    }
}
