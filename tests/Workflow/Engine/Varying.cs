using System.Collections.Immutable;
using System.Text.Json;
using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Tests.Engine;

/// <summary>Makes another version of a definition out of numbers: states of other names, one more of them, and more that is done on every way.</summary>
internal static class Varying
{
    private static readonly Activity Call = new(ActivityType.CallWebhook, JsonElement.Parse("""{"url": "https://example.com/new"}"""), 1, null);

    /// <summary>The other version, and what the states of this one become in it.</summary>
    public static (Definition To, Dictionary<string, string> Mapping) Definition(Definition before, int[] numbers)
    {
        var mapping = before.States.Where((_, i) => (numbers[0] + i) % 3 == 0).ToDictionary(s => s.Id, s => s.Id + "x");
        var ways = before.Transitions.Select((w, i) => w with { From = Name(w.From), To = Name(w.To), Activities = (numbers[1] + i) % 2 == 0 ? w.Activities : [Call, .. w.Activities] }).ToList();
        var split = ways[numbers[2] % ways.Count];
        var added = new State { Id = $"added{before.States.Length}", Type = StateType.Manual };
        ways.Remove(split);
        ways.AddRange([split with { To = added.Id }, split with { Id = $"{split.Id}-{before.States.Length}", From = added.Id, Condition = null, Activities = [] }]);
        var states = before.States.Select(s => s with { Id = Name(s.Id), Wait = s.Wait * 2 });
        return (before with { InitialState = Name(before.InitialState), States = [.. states, added], Transitions = [.. ways], Formers = ImmutableDictionary<int, Definition>.Empty }, mapping);

        string Name(string state) => mapping.GetValueOrDefault(state, state);
    }
}
