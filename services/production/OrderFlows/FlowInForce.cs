using FactoryFlow.Platform.Data;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.OrderFlows;

/// <summary>The flow that an order goes by, chosen among those that there are.</summary>
/// <param name="Row">As it is stored; null where it is the built-in one.</param>
/// <param name="Flow">The flow.</param>
/// <param name="IsOwnIgnored">Whether the tenant wrote one that would have been chosen if it counted.</param>
internal sealed record FlowInForce(FlowRow? Row, OrderFlow Flow, bool IsOwnIgnored = false)
{
    /// <summary>
    /// The tenant's own of the category, else the tenant's own of all orders, else the category's, else the built-in one. The tenant's own
    /// count only while the feature advanced_workflow is on.
    /// </summary>
    /// <param name="rows">The newest versions of the category's and of all orders'.</param>
    /// <param name="flags">The tenant's feature flags.</param>
    public static FlowInForce Of(IReadOnlyList<FlowRow> rows, IReadOnlyDictionary<string, bool> flags)
    {
        var own = rows.Where(r => r.IsOwn && r.IsActive).OrderBy(r => r.CategoryId is null).FirstOrDefault();
        if (own is not null && flags.GetValueOrDefault(Features.AdvancedWorkflow)) return new FlowInForce(own, own.ToFlow());
        var categorys = rows.FirstOrDefault(r => !r.IsOwn);
        return new FlowInForce(categorys, categorys?.ToFlow() ?? BuiltIn.Default, own is not null);
    }

    /// <summary>The same for an order that is under way: in a status that this flow lacks it goes on by the one that it came there with.</summary>
    /// <param name="status">Where the order is.</param>
    /// <param name="reachedWith">The flow that it came there with; null where that was the built-in one.</param>
    public FlowInForce Or(string status, FlowRow? reachedWith) =>
        Statuses(Flow).Contains(status) ? this : new FlowInForce(reachedWith, reachedWith?.ToFlow() ?? BuiltIn.Default, IsOwnIgnored);

    /// <summary>The statuses that a flow has, in the order in which it names them.</summary>
    public static IReadOnlyList<string> Statuses(OrderFlow flow) => [.. flow.Transitions.SelectMany(way => new[] { way.From, way.To }).Prepend(flow.InitialStatus).Distinct()];

    public OrderFlowConfig ToMessage() => Row?.ToMessage() ?? new OrderFlowConfig { Source = OrderFlowConfig.Types.Source.Default, IsActive = true, Flow = Flow, Etag = Etag.Of(0) };
}
