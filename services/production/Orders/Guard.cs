using FactoryFlow.Platform.Auth;
using FactoryFlow.Production.V1;
using Kind = FactoryFlow.Production.V1.OrderObstacle.Types.Kind;

namespace FactoryFlow.Production.Orders;

/// <summary>What guards the ways of orders: asked before one is taken, and by whoever wants to know why not.</summary>
/// <param name="order">The order.</param>
/// <param name="caller">Who wants it.</param>
/// <param name="features">Those of the flow's that are on.</param>
/// <param name="gates">What became of the gates of the ways that are asked for.</param>
internal sealed class Guard(OrderRow order, Caller caller, IReadOnlySet<string> features, IReadOnlyDictionary<string, QualityGateResult> gates)
{
    /// <summary>Everything that keeps the caller from taking the order that way.</summary>
    public IEnumerable<OrderObstacle> Obstacles(WorkflowTransition way) => [.. OfOrder(way), .. OfCaller(way), .. OfFeatures(way), .. OfGates(way)];

    /// <summary>Whether an obstacle is about who acts.</summary>
    public static bool IsAboutCaller(OrderObstacle obstacle) => obstacle.Kind is Kind.Role or Kind.Permission;

    private IEnumerable<OrderObstacle> OfOrder(WorkflowTransition way)
    {
        if (way.From != order.Status) yield return Of(Kind.Status, way.From, $"begins in {way.From}, and the order is in {order.Status}", $"Take the order to {way.From} first.");
        if (way.IsExpressOnly && !order.IsExpress) yield return Of(Kind.Express, "", "is for express orders", "Go the long way, or make it an express order.");
    }

    private IEnumerable<OrderObstacle> OfCaller(WorkflowTransition way)
    {
        if (way.Roles.Count > 0 && !way.Roles.Any(role => caller.Roles.Contains(role)))
        {
            var roles = string.Join(" or ", way.Roles);
            yield return Of(Kind.Role, roles, $"needs the role {roles}", $"Ask somebody with the role {roles}.");
        }

        foreach (var permission in way.Permissions.Where(permission => !caller.Holds(Permission.Parse(permission))))
            yield return Of(Kind.Permission, permission, $"needs the permission {permission}", $"Ask an administrator for {permission}, or somebody who holds it.");
    }

    private IEnumerable<OrderObstacle> OfFeatures(WorkflowTransition way)
    {
        IEnumerable<string> needed = way.IsExpressOnly ? way.Features.Append(OrderFlows.Features.Express).Distinct() : way.Features;
        foreach (var feature in needed.Where(feature => !features.Contains(feature)))
            yield return Of(Kind.Feature, feature, $"needs the feature {feature}, which is off", "Go past it, or have the feature switched on.");
        foreach (var feature in way.WithoutFeatures.Where(features.Contains))
            yield return Of(Kind.Feature, feature, $"goes past {feature}, which is on", "Go the way that the feature adds.");
    }

    private IEnumerable<OrderObstacle> OfGates(WorkflowTransition way) =>
        way.Gates.SelectMany(gate => gates[gate].Failings.Select(missing => Of(Kind.Gate, gate, $"{gate}: {missing}", QualityGates.Gates.Remedy(missing))));

    private static OrderObstacle Of(Kind kind, string subject, string message, string remedy) => new() { Kind = kind, Subject = subject, Message = message, Remedy = remedy };
}
