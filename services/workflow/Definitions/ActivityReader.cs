using System.Collections.Immutable;
using System.Globalization;
using FactoryFlow.Workflow.Conditions;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Reads what a definition has done on its transitions, and when a state is reached.</summary>
internal sealed partial class DefinitionReader
{
    private const string UpdateEntity = "UPDATE_ENTITY";
    private const int MostActivities = 20, MostAttempts = 20, HighestFactor = 10;
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private ImmutableArray<Activity> Activities(Fields fields, string name) =>
        [.. fields.List(name, MostActivities).Select(node => Activity(node, isCompensation: false)).OfType<Activity>()];

    // What is done when a state is reached is done at the end of each way there.
    private Transition WithActions(Transition transition) =>
        _actions.TryGetValue(transition.To, out var actions) ? transition with { Activities = [.. transition.Activities, .. actions.Activities] } : transition;

    private void ActionsHappen(ImmutableArray<State> states, ImmutableArray<Transition> transitions)
    {
        foreach (var (id, (node, _)) in _actions)
        {
            if (states.Any(s => s.Id == id && s.Type == StateType.Join)) _faults.Add(node.Place, "would be done once for each branch: put them on the way out of the join");
            else if (transitions.All(t => t.To != id)) _faults.Add(node.Place, "would never be done: they are done when a transition leads here, and none does");
        }
    }

    private Activity? Activity(Node node, bool isCompensation)
    {
        var fields = isCompensation
            ? Fields.Of(node, _faults, "type", "name", "with", "retry", "onFailure")
            : Fields.Of(node, _faults, "type", "name", "with", "retry", "onFailure", "mode", "conditions", "compensation");
        var name = fields.RequiredText("type");
        if (!Definitions.Activity.ByName.TryGetValue(name, out var type))
        {
            if (name.Length > 0) _faults.Add(fields.Find("type")!.Place, $"\"{name}\" is no type of activity; there are {string.Join(", ", Definitions.Activity.ByName.Keys.Where(n => char.IsAsciiLetterLower(n[0])).Order(StringComparer.Ordinal))}");
            return null;
        }

        var with = fields.Find("with") ?? new Node(NodeKind.Map, node.Place);
        (type, with) = Meant(name, type, with);
        With(type, with);
        var condition = fields.Find("conditions") is { } conditions && conditions is not { Kind: NodeKind.List, Items.Count: 0 } ? _conditions.Read(conditions) : null;
        if (condition is not null && Names(condition).Any(IsOfNobody)) _faults.Add(fields.Find("conditions")!.Place, Unkept);
        var activity = Retried(fields, new Activity(
            type, with.ToValue(), 1, fields.Find("compensation") is { } compensation ? Activity(compensation, isCompensation: true) : null)
        {
            Condition = condition, Suspends = OnFailure(fields),
        });
        Mode(fields, activity);
        return activity;
    }

    // Whose API CALL_API calls, only what it says can tell. What is set in the context updates nothing that a service keeps: whoever wrote that
    // would wait for it in vain, so it is not saved any more. Where it was saved before, it goes on as what it was.
    private (ActivityType Type, Node With) Meant(string name, ActivityType type, Node with)
    {
        if (name == "CALL_API" && with.Find("url") is not null) return (ActivityType.CallWebhook, with);
        if (name != UpdateEntity) return (type, with);
        if (with.Find("set") is null) return (type, with.Find("method") is not null ? with : with with { Members = [.. with.Members, new("method", new Node(NodeKind.Text, with.Place, "PATCH"))] });
        _faults.Add(with.Place, $"sets what the instance knows, which updates nothing else: call that updateContext; {UpdateEntity} takes path, credential and body, as callApi does, and sends a PATCH");
        return (ActivityType.UpdateContext, with);
    }

    private Activity Retried(Fields fields, Activity activity)
    {
        if (fields.Find("retry") is not { } node) return activity;
        if (!activity.IsQueued) _faults.Add(node.Place, "means nothing here: this is done along with the transition, and never fails for a while only");
        var retry = Fields.Of(node, _faults, "attempts", "initialDelay", "factor");
        var pause = retry.Find("initialDelay") is null ? activity.FirstPause : Duration(retry, "initialDelay") ?? activity.FirstPause;
        if (pause > LongestPause) _faults.Add(retry.Find("initialDelay")!.Place, "is longer than a day");
        return activity with { Attempts = retry.Whole("attempts", 1, MostAttempts) ?? 1, FirstPause = pause, Factor = Factor(retry) ?? activity.Factor };
    }

    private double? Factor(Fields retry)
    {
        if (retry.Find("factor") is not { } node) return null;
        if (node.Kind == NodeKind.Number && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor is >= 1 and <= HighestFactor) return factor;
        _faults.Add(node.Place, string.Create(CultureInfo.InvariantCulture, $"must be a number from 1 to {HighestFactor}"));
        return null;
    }

    private bool OnFailure(Fields fields)
    {
        var text = fields.Text("onFailure") ?? "fail";
        if (text is not ("fail" or "suspend")) _faults.Add(fields.Find("onFailure")!.Place, $"\"{text}\" must be fail or suspend");
        return text == "suspend";
    }

    private void Mode(Fields fields, Activity activity)
    {
        if (fields.Text("mode") is not { } mode) return;
        var only = activity.IsQueued ? "async" : "sync";
        if (mode != only) _faults.Add(fields.Find("mode")!.Place, $"\"{mode}\" must be {only}: {(activity.IsQueued ? "no call waits for another system" : "this is done along with the transition")}");
    }

    // What is kept of an instance says who acted, but neither their name nor their address.
    private const string Unkept = "actor.name and actor.email are not kept: activities know actor.id, actor.kind and actor.roles";

    private static bool IsOfNobody(FieldPath path) => path is { Root: "actor", Names: ["name" or "email", ..] };

    private static IEnumerable<FieldPath> Names(Condition condition) => condition switch
    {
        All all => all.Parts.SelectMany(Names),
        Any any => any.Parts.SelectMany(Names),
        Not not => Names(not.Part),
        Comparison comparison => comparison.Other.Field is { } other ? [comparison.Field, other] : [comparison.Field],
        _ => [],
    };
}
