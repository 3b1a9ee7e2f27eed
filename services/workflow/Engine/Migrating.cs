using System.Collections.Immutable;
using System.Text.Json;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Instances;

namespace FactoryFlow.Workflow.Engine;

/// <summary>From which version an instance goes to which, and what its states become.</summary>
/// <param name="FromVersion">The version that it runs on.</param>
/// <param name="ToVersion">The version that it is to run on.</param>
/// <param name="Mapping">What states become; those that are not named keep their ids.</param>
internal sealed record Passage(int FromVersion, int ToVersion, IReadOnlyDictionary<string, string> Mapping)
{
    /// <summary>What the instance gets to know that it does not know yet.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Context { get; init; } = Instance.NoContext;

    public string TargetOf(string state) => Mapping.GetValueOrDefault(state, state);
}

/// <summary>
/// How an instance that is under way comes to run on another version of its definition: as pure as the engine. Every token stays where it is and
/// as long as it has been there; no way is taken and nothing is done by that, so that nothing is done again. Only then it goes on by itself, if it can.
/// </summary>
internal static class Migrating
{
    /// <summary>Everything that keeps an instance from it.</summary>
    public static IReadOnlyList<Hindrance> Hindrances(Fit fit, Instance instance, Passage passage)
    {
        if (!instance.IsRunning) return [new(HindranceKind.NotRunning, $"the instance is {Platform.Data.EnumText.Of(instance.Status)}")];
        var ofStates = instance.Tokens.Select(t => fit.WhyNot(t.State, passage.TargetOf(t.State))).OfType<Hindrance>().ToList();
        return
        [
            .. instance.Pending.Take(1).Select(p => new Hindrance(HindranceKind.ActivityUnderWay, FormattableString.Invariant($"activity {p.Number} of \"{p.Transition}\" {(p.IsStuck ? "waits for an operator" : "is under way")}"))),
            .. ofStates.Distinct(),
            .. ofStates.Count == 0 ? OfForks(fit, instance, passage) : [],
            .. OfContext(fit.To, instance.Context.AddRange(News(instance, passage))),
        ];
    }

    /// <summary>Migrates an instance that nothing keeps from it.</summary>
    /// <param name="fit">The two versions.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="passage">Which versions they are, and what states become.</param>
    /// <param name="since">When the stays began that have not ended, by their visits.</param>
    /// <param name="surroundings">When, and by whom.</param>
    /// <exception cref="Platform.Errors.Refusal">AUTOMATIC_STEPS_EXCEEDED.</exception>
    public static Decision Decide(Fit fit, Instance instance, Passage passage, IReadOnlyDictionary<int, DateTimeOffset> since, Surroundings surroundings)
    {
        if (Hindrances(fit, instance, passage) is [var first, ..]) throw new InvalidOperationException($"It cannot be migrated: {first.Message}.");
        var run = new Run(Target(fit, passage), instance, surroundings);
        run.Add(new Migrated(passage.FromVersion, passage.ToVersion, [.. instance.Tokens.Select(t => new Placed(t.Id, t.State, passage.TargetOf(t.State)))]));
        run.Learn(News(instance, passage));
        // What waits for time has waited since it came.
        foreach (var token in run.Instance.Tokens.Where(t => t.Progress == Progress.Asked && run.Definition.State(t.State).Wait is not null))
            run.Add(new TimerStarted(token.Id, token.Visit, since.GetValueOrDefault(token.Visit, surroundings.Now) + run.Definition.State(token.State).Wait!.Value));
        run.Settle();
        return new Decision([.. run.Events], run.Instance);
    }

    /// <summary>The version that an instance runs on by then, which knows those before it: what was done by them is undone by them.</summary>
    public static Definition Target(Fit fit, Passage passage) => fit.To with { Formers = fit.From.Formers.SetItem(passage.FromVersion, fit.From) };

    private static ImmutableSortedDictionary<string, JsonElement> News(Instance instance, Passage passage) =>
        passage.Context.Where(v => !instance.Context.ContainsKey(v.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal);

    // Those that one fork made must lie in branches of one fork again, or they would never meet.
    private static IEnumerable<Hindrance> OfForks(Fit fit, Instance instance, Passage passage)
    {
        var found = new Dictionary<int, string>();
        foreach (var token in instance.Tokens)
        {
            var forks = fit.ForksThere(passage.TargetOf(token.State));
            for (var i = 0; i < token.Forks.Length; i++)
            {
                if (found.TryAdd(token.Forks[i], forks[i]) || found[token.Forks[i]] == forks[i]) continue;
                yield return new(HindranceKind.ForkDiffers, $"branches of one fork would lie in two, \"{found[token.Forks[i]]}\" and \"{forks[i]}\"");
                yield break;
            }
        }
    }

    private static IEnumerable<Hindrance> OfContext(Definition to, ImmutableSortedDictionary<string, JsonElement> context)
    {
        foreach (var (name, variable) in to.Context ?? ImmutableSortedDictionary<string, Variable>.Empty)
        {
            if (!context.TryGetValue(name, out var value))
            {
                if (variable.IsRequired) yield return new(HindranceKind.ContextDiffers, $"context.{name} is required and not there");
            }
            else if (!Values.Is(value, variable.Type)) yield return new(HindranceKind.ContextDiffers, $"context.{name} must be {variable.Type.Noun()}");
        }
    }
}
