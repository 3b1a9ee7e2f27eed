using System.Collections.Immutable;
using System.Globalization;
using FactoryFlow.Workflow.Conditions;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Reads what a definition says of quality gates: which are in the way, and which order is asked.</summary>
internal sealed partial class DefinitionReader
{
    // The name of the context that holds the order; null where nothing is said.
    private string? OrderName(Fields fields)
    {
        if (fields.Find("subject") is not { } node) return null;
        var path = Fields.Of(node, _faults, "order").RequiredText("order");
        var name = path.StartsWith(OfContext, StringComparison.Ordinal) ? path[OfContext.Length..] : "";
        Variable? declared = null;
        if (path.Length > 0 && (!Fields.IsId(name) || name.Contains('.', StringComparison.Ordinal) || _context?.TryGetValue(name, out declared) == false))
            _faults.Add(node.Find("order")!.Place, $"\"{path}\" names nothing that holds an order's UUID: give a declared name such as {OfContext}order");
        else if (declared is { Type: not (VariableType.Text or VariableType.Any) })
            _faults.Add(node.Find("order")!.Place, $"\"{path}\" holds {declared.Type.Noun()}; the UUID of an order is a text");
        return name;
    }

    private ImmutableArray<string> Gates(Fields fields)
    {
        var gates = fields.Texts("gates", MostNames);
        foreach (var gate in gates.Where(gate => !Fields.IsId(gate.Text))) _faults.Add(gate.Place, $"\"{gate.Text}\" cannot be the name of a gate such as qaPass");
        return [.. gates.Select(gate => gate.Text)];
    }

    // All gates of an instance are asked at once.
    private void GatesFit(string? orderName, ImmutableArray<Transition> transitions, Place whole)
    {
        foreach (var transition in transitions.Where(t => t.Gates.Length > 0 && orderName is null))
            _faults.Add(transition.Place, $"\"{transition.Id}\" asks gates, and nothing says of which order: give the definition a subject such as {{ order: {OfContext}order }}");
        if (transitions.SelectMany(t => t.Gates).Distinct().Count() > MostNames)
            _faults.Add(whole, string.Create(CultureInfo.InvariantCulture, $"asks more than {MostNames} different gates"));
    }
}
