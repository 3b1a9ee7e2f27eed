using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.OrderFlows;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.Orders;

/// <summary>Chooses the way on which an order gets to a status.</summary>
internal static class Ways
{
    /// <summary>The ways that lead there from where the order is.</summary>
    /// <exception cref="Refusal">ORDER_STATUS_UNKNOWN, ORDER_TRANSITION_NOT_AVAILABLE.</exception>
    public static IReadOnlyList<WorkflowTransition> Leading(OrderRow order, OrderFlow flow, string status)
    {
        var statuses = FlowInForce.Statuses(flow);
        if (!statuses.Contains(status)) throw Reasons.OrderStatusUnknown.Refuse($"The order's flow has no status {status}. It has {string.Join(", ", statuses)}.", "to_status");
        var ways = flow.Transitions.Where(way => way.From == order.Status && way.To == status).ToList();
        if (ways.Count > 0) return ways;
        var next = flow.Transitions.Where(way => way.From == order.Status).Select(way => way.To).Distinct().ToList();
        throw Reasons.OrderTransitionNotAvailable.Refuse(
            $"The order is in {order.Status}, from where no way leads to {status}. {(next.Count > 0 ? "Ways lead to " + string.Join(", ", next) : "No way leads on")}.", "to_status");
    }

    /// <summary>The first of them that the caller may take.</summary>
    /// <exception cref="Refusal">ORDER_TRANSITION_FORBIDDEN where each is for somebody else, ORDER_TRANSITION_BLOCKED; either names everything.</exception>
    public static WorkflowTransition Choose(IReadOnlyList<WorkflowTransition> ways, Guard guard)
    {
        var tried = ways.Select(way => (Way: way, Obstacles: guard.Obstacles(way).ToList())).ToList();
        if (tried.Find(t => t.Obstacles.Count == 0).Way is { } free) return free;
        var isForbidden = tried.TrueForAll(t => t.Obstacles.Exists(Guard.IsAboutCaller));
        var obstacles = tried.SelectMany(t => t.Obstacles).Distinct().ToList();
        var message = $"The way from {ways[0].From} to {ways[0].To} {string.Join(tried.Count > 1 ? "; or it " : "; ", tried.Select(t => string.Join("; ", t.Obstacles.Select(o => o.Message))))}.";
        throw (isForbidden ? Reasons.OrderTransitionForbidden : Reasons.OrderTransitionBlocked)
            .Refuse(message, [.. obstacles.Select(o => new FieldFault("to_status", $"{o.Message}. {o.Remedy}"))]);
    }
}
