using System.Collections.Immutable;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Engine;

/// <summary>A transition as somebody sees it: whether they may take it now, and everything that is in the way.</summary>
internal sealed record Choice(Transition Transition, IReadOnlyList<Obstacle> Obstacles)
{
    public bool IsAllowed => Obstacles.Count == 0;
}

/// <summary>Transitions that somebody takes.</summary>
internal static class Taking
{
    /// <summary>All transitions of a definition, and what keeps the actor from taking each; those from where the instance stands first.</summary>
    public static IReadOnlyList<Choice> Choices(Definition definition, Instance instance, Surroundings surroundings)
    {
        var guard = new Guard(definition, instance, surroundings);
        return [.. definition.Transitions.OrderBy(t => instance.Tokens.Any(token => token.State == t.From) ? 0 : 1)
            .Select(t => new Choice(t, [.. OfPlace(definition, instance, t), .. guard.Obstacles(t)]))];
    }

    /// <summary>Takes a transition.</summary>
    /// <exception cref="Refusal">TRANSITION_NOT_FOUND, TRANSITION_NOT_AVAILABLE, TRANSITION_FORBIDDEN, TRANSITION_BLOCKED.</exception>
    public static void Take(Run run, Take take)
    {
        var (definition, instance) = (run.Definition, run.Instance);
        var named = definition.Transitions.Where(t => take.Transition.Length > 0 ? t.Id == take.Transition : t.To == take.ToState).ToList();
        if (named.Count == 0) throw Unknown(definition, take);
        var here = named.Where(t => !OfPlace(definition, instance, t).Any()).ToList();
        if (here.Count == 0) throw NotFromHere(definition, instance, named[0]);
        var guard = run.Guard;
        foreach (var way in here) Guard.Require(way);
        var free = here.FirstOrDefault(t => !guard.Obstacles(t).Any()) ?? throw InTheWay(here, [.. here.SelectMany(guard.Obstacles).Distinct()]);
        var token = instance.Tokens.Where(t => t.State == free.From && !run.IsBusy(t) && (take.Visit ?? t.Visit) == t.Visit).MinBy(t => t.Id)
            ?? throw Reasons.TransitionNotAvailable.Refuse($"{free.From} is still busy with what led there; try again when that is done.");
        run.Add(new Moved(token.Id, free.Id, free.From, free.To, take.Key, take.Reason, take.Metadata) { By = run.By(token) });
    }

    /// <summary>What gates are to be asked before it is decided; null where none is in the way, or nothing names an order.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="take">What somebody wants to take; null where they want to know about every transition.</param>
    public static GateQuestion? Question(Definition definition, Instance instance, Take? take)
    {
        if (!instance.IsRunning || (take?.Key is { } key && instance.Keys.Contains(key))) return null;
        var wanted = take is null ? definition.Transitions
            : definition.Transitions.Where(t => (take.Transition.Length == 0 || t.Id == take.Transition) && (take.ToState.Length == 0 || t.To == take.ToState) && !OfPlace(definition, instance, t).Any());
        ImmutableArray<string> gates = [.. wanted.SelectMany(t => t.Gates).Distinct()];
        return !gates.IsEmpty && definition.OrderOf(take is null ? instance.Context : instance.Context.SetItems(take.Context)) is { } order ? new GateQuestion(order, gates) : null;
    }

    /// <summary>Where an instance stands, for people.</summary>
    public static string Where(Instance instance) => string.Join(" and ", instance.Tokens.Select(t => $"\"{t.State}\"").Distinct());

    private static IEnumerable<Obstacle> OfPlace(Definition definition, Instance instance, Transition transition)
    {
        if (!instance.IsRunning)
            yield return new(ObstacleKind.Status, $"the instance is {Platform.Data.EnumText.Of(instance.Status)}", "Start another instance.");
        if (instance.Tokens.All(t => t.State != transition.From))
            yield return new(ObstacleKind.State, $"begins in \"{transition.From}\", and the instance is in {Where(instance)}", $"Bring the instance to \"{transition.From}\" first.");
        else if (!definition.State(transition.From).IsManual)
            yield return new(ObstacleKind.State, $"\"{transition.From}\" goes on by itself", "Wait, or send the signal that it waits for.");
    }

    private static Refusal Unknown(Definition definition, Take take)
    {
        var (field, name, known) = take.Transition.Length > 0
            ? ("transition", take.Transition, definition.Transitions.Select(t => t.Id))
            : ("to_state", take.ToState, definition.States.Select(s => s.Id));
        return Reasons.TransitionNotFound.Refuse($"The definition has no {(field == "transition" ? "transition" : "way to a state")} \"{name}\"; there are {string.Join(", ", known.Take(20))}.", field);
    }

    private static Refusal NotFromHere(Definition definition, Instance instance, Transition wanted)
    {
        var ways = definition.Transitions.Where(t => !OfPlace(definition, instance, t).Any()).Select(t => t.Id).ToList();
        return Reasons.TransitionNotAvailable.Refuse(
            $"The instance is in {Where(instance)} now, and \"{wanted.Id}\" begins in \"{wanted.From}\"; from here there {(ways.Count == 0 ? "is nothing to take" : $"are {string.Join(", ", ways)}")}.");
    }

    // Who may not is told so first; every reason is told at once.
    private static Refusal InTheWay(List<Transition> wanted, List<Obstacle> obstacles)
    {
        var reason = obstacles.Exists(o => o.IsAboutActor) ? Reasons.TransitionForbidden : Reasons.TransitionBlocked;
        return reason.Refuse(
            $"\"{wanted[0].Id}\" cannot be taken now: {string.Join("; ", obstacles.Select(o => o.Message))}.",
            [.. obstacles.Select(o => new FieldFault("transition", $"{o.Message}. {o.Remedy}"))]);
    }
}
