using System.Collections.Immutable;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Reads what a definition says of the values that it gives to another workflow and takes from it.</summary>
internal sealed partial class DefinitionReader
{
    // Names there and names here; those of this workflow must be declared where anything is.
    private ImmutableSortedDictionary<string, string> Names(Fields state, string member, bool isDeclaredByKey)
    {
        if (state.Find(member) is not { } node) return Definitions.State.NoNames;
        var names = Definitions.State.NoNames.ToBuilder();
        if (node.Kind != NodeKind.Map) _faults.Add(node.Place, $"is {node.Noun}; it must be an object of names and names");
        if (node.Members.Count > MostVariables) _faults.Add(node.Place, $"has more than {MostVariables} names");
        foreach (var (name, value) in node.Members.Take(MostVariables))
        {
            if (value.Kind != NodeKind.Text) _faults.Add(value.Place, $"is {value.Noun}; it must be a name");
            else names[name] = value.Text.StartsWith(OfContext, StringComparison.Ordinal) ? value.Text[OfContext.Length..] : value.Text;
            var own = isDeclaredByKey ? name : names.GetValueOrDefault(name, "");
            if (own.Length > 0 && _context?.ContainsKey(own) == false) _faults.Add(value.Place, $"\"{own}\" is not declared in the context");
        }

        return names.ToImmutable();
    }
}
