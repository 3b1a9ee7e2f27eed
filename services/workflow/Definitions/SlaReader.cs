using System.Collections.Immutable;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Reads what a definition says of how long an instance may stay in a state.</summary>
internal sealed partial class DefinitionReader
{
    private const int MostEscalations = 10;

    private Sla? Sla(Fields state, StateType type)
    {
        if (state.Find("sla") is not { } node) return null;
        if (type is StateType.Fork or StateType.End) _faults.Add(node.Place, "means nothing in a state of this type: nothing stays there");
        var fields = Fields.Of(node, _faults, "duration", "escalations");
        var escalations = fields.List("escalations", MostEscalations).Select(e => Escalation(e, type)).ToImmutableArray();
        for (var i = 1; i < escalations.Length; i++)
            if (escalations[i].After < escalations[i - 1].After) _faults.Add(fields.List("escalations", MostEscalations)[i].Place, "comes before the one above it; put them in the order of time");
        return Duration(fields, "duration") is { } duration ? new Sla(duration, escalations) : null;
    }

    private Escalation Escalation(Node node, StateType type)
    {
        var fields = Fields.Of(node, _faults, "after", "notify", "reassign");
        var after = fields.Find("after") is null ? TimeSpan.Zero : Duration(fields, "after") ?? TimeSpan.Zero;
        var (notify, reassign) = (fields.Find("notify"), fields.Find("reassign"));
        if (notify is null && reassign is null) _faults.Add(node.Place, "does nothing: give \"notify\" or \"reassign\"");
        if (reassign is not null && type != StateType.Manual) _faults.Add(reassign.Place, "means nothing here: only a manual state has a task");
        return new Escalation(after, notify is null ? null : Assignment(notify), reassign is null ? null : Assignment(reassign));
    }
}
