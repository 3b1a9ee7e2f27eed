namespace FactoryFlow.Workflow.Definitions;

/// <summary>What the format has and nothing runs yet: refused, so that nobody relies on what would never happen.</summary>
internal static class NotYet
{
    /// <summary>Refuses a member that is given.</summary>
    public static void Refuse(Fields fields, Faults faults, string name, string checklistId)
    {
        if (fields.Find(name) is { } node && node is not { Kind: NodeKind.List, Items.Count: 0 }) Refuse(node.Place, faults, $"\"{name}\"", checklistId);
    }

    public static void Refuse(Place place, Faults faults, string what, string checklistId) => faults.Add(place, $"{what} is not supported yet ({checklistId})");
}
