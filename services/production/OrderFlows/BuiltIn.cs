using FactoryFlow.Production.QualityGates;
using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.OrderFlows;

/// <summary>The flows that are there before anybody writes one.</summary>
internal static class BuiltIn
{
    private const string Draft = "DRAFT", Confirmed = "CONFIRMED", InProduction = "IN_PRODUCTION", Assembly = "ASSEMBLY", Qa = "QA", Ready = "READY",
        Shipped = "SHIPPED", Delivered = "DELIVERED", OnHold = "ON_HOLD", Cancelled = "CANCELLED";

    /// <summary>The categories that a tenant begins with, by code: the name to show and the flow.</summary>
    public static readonly IReadOnlyDictionary<string, (string Name, OrderFlow Flow)> Categories = new SortedDictionary<string, (string, OrderFlow)>(StringComparer.Ordinal)
    {
        ["EXPRESS"] = ("Express", WithShortWays()),
        ["REGULAR"] = ("Regular", Regular()),
    };

    /// <summary>The flow of orders that no other is for.</summary>
    public static readonly OrderFlow Default = WithShortWays();

    private static OrderFlow Regular() => new()
    {
        InitialStatus = Draft,
        Transitions =
        {
            Way(Draft, Confirmed),
            Way(Confirmed, InProduction),
            // What is switched off is gone past.
            Way(InProduction, Assembly, way => way.Features.Add(Features.Assembly)),
            Way(InProduction, Qa, way => { way.Features.Add(Features.Qa); way.WithoutFeatures.Add(Features.Assembly); }),
            Way(InProduction, Ready, way => way.WithoutFeatures.Add([Features.Assembly, Features.Qa])),
            Way(Assembly, Qa, way => { way.Features.Add(Features.Qa); way.Gates.Add(AssemblyComplete.Called); }),
            Way(Assembly, Ready, way => { way.WithoutFeatures.Add(Features.Qa); way.Gates.Add(AssemblyComplete.Called); }),
            Way(Qa, Ready, way => way.Gates.Add(QaPass.Called)),
            Way(Qa, InProduction, way => way.RequiresNotes = true),
            Way(Ready, Shipped),
            Way(Shipped, Delivered),
            Way(Confirmed, OnHold, way => way.RequiresNotes = true),
            Way(InProduction, OnHold, way => way.RequiresNotes = true),
            Way(OnHold, Confirmed),
            Way(OnHold, InProduction),
            Way(Draft, Cancelled),
            Way(Confirmed, Cancelled, way => way.RequiresNotes = true),
            Way(InProduction, Cancelled, way => way.RequiresNotes = true),
            Way(OnHold, Cancelled, way => way.RequiresNotes = true),
        },
    };

    // An express order is not confirmed first, and not inspected after it was assembled.
    private static OrderFlow WithShortWays()
    {
        var flow = Regular();
        flow.Transitions.Add(Way(Draft, InProduction, way => way.IsExpressOnly = true));
        flow.Transitions.Add(Way(Assembly, Ready, way => { way.IsExpressOnly = true; way.Gates.Add(AssemblyComplete.Called); }));
        return flow;
    }

    private static WorkflowTransition Way(string from, string to, Action<WorkflowTransition>? change = null)
    {
        var way = new WorkflowTransition { From = from, To = to };
        change?.Invoke(way);
        return way;
    }
}
