using System.Collections.Immutable;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Every fork has one join, and nothing gets in or out between them on another way.</summary>
internal static class ForkRules
{
    /// <summary>For each state of a valid definition, the forks that are open when it is reached, the outermost first.</summary>
    public static IReadOnlyDictionary<string, ImmutableArray<string>> Open(Definition definition) => Check(definition, new Faults());

    public static IReadOnlyDictionary<string, ImmutableArray<string>> Check(Definition definition, Faults faults)
    {
        // For each state, the forks that are open when it is reached: the same on every way.
        var open = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal) { [definition.InitialState] = [] };
        var joins = new Dictionary<string, string>(StringComparer.Ordinal);
        var left = new Queue<string>([definition.InitialState]);
        while (left.TryDequeue(out var id))
        {
            var state = definition.State(id);
            if (Behind(state, open[id], joins, faults) is not { } forks) continue;
            foreach (var transition in definition.From(id))
            {
                if (open.TryAdd(transition.To, forks)) left.Enqueue(transition.To);
                else if (!open[transition.To].SequenceEqual(forks))
                    faults.Add(transition.Place, $"\"{transition.Id}\" reaches \"{transition.To}\" {Told(forks)}, and another way reaches it {Told(open[transition.To])}");
            }
        }

        foreach (var fork in definition.States.Where(s => s.Type == StateType.Fork && !joins.ContainsKey(s.Id)))
            faults.Add(fork.Place, $"the fork \"{fork.Id}\" has no join");
        return open;
    }

    private static ImmutableArray<string>? Behind(State state, ImmutableArray<string> open, Dictionary<string, string> joins, Faults faults)
    {
        switch (state.Type)
        {
            case StateType.Fork:
                return open.Add(state.Id);
            case StateType.Join when open.IsEmpty:
                faults.Add(state.Place, $"the join \"{state.Id}\" has no fork before it");
                return null;
            case StateType.Join when !joins.TryAdd(open[^1], state.Id):
                faults.Add(state.Place, $"the fork \"{open[^1]}\" has two joins, \"{joins[open[^1]]}\" and \"{state.Id}\"; its branches must meet in one");
                return null;
            case StateType.Join:
                return open.RemoveAt(open.Length - 1);
            case StateType.End when !open.IsEmpty:
                faults.Add(state.Place, $"the end \"{state.Id}\" lies in a branch of the fork \"{open[^1]}\"; join the branches first");
                return null;
            default:
                return open;
        }
    }

    private static string Told(ImmutableArray<string> forks) => forks.IsEmpty ? "outside of any fork" : $"in a branch of \"{forks[^1]}\"";
}
