using System.Collections.Immutable;
using System.Text.Json;
using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Engine;

/// <summary>One decision on its way: what has happened so far, and what the instance is by that.</summary>
internal sealed class Run(Definition definition, Instance instance, Surroundings surroundings)
{
    /// <summary>The most steps that follow from one command by themselves; more are a circle.</summary>
    public const int MostSteps = 200;

    public Definition Definition { get; } = definition;

    public Instance Instance { get; private set; } = instance;

    public List<WorkflowEvent> Events { get; } = [];

    public Surroundings Surroundings => surroundings;

    public Guard Guard => new(Definition, Instance, surroundings);

    public void Add(WorkflowEvent e)
    {
        Events.Add(e);
        Instance = Instance.After(e);
    }

    /// <summary>Keeps what becomes known; what is known already is no event.</summary>
    public void Learn(ImmutableSortedDictionary<string, JsonElement> values)
    {
        var news = values.Where(v => Instance.Context.TryGetValue(v.Key, out var known) ? !JsonElement.DeepEquals(known, v.Value) : v.Value.ValueKind != JsonValueKind.Null)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        if (news.Count > 0) Add(new ContextChanged(news));
    }

    /// <summary>What an activity of the instance is, or what undoes it.</summary>
    public Activity ActivityOf(PendingActivity pending) => ActivityOf(Definition, pending.Transition, pending.Index, pending.IsCompensation, pending.Origin);

    public static Activity ActivityOf(Definition definition, string transition, int index, bool isCompensation, int origin)
    {
        var activity = (origin == 0 ? definition : definition.Formers[origin]).Transitions.First(t => t.Id == transition).Activities[index];
        return isCompensation ? activity.Compensation! : activity;
    }

    /// <summary>Who moves a token now; null where that need not be known.</summary>
    public Doer? By(Token token) => !Definition.HasActivities ? null : Doer.Of(surroundings.Actor) ?? token.By;

    /// <summary>Whether activities of the way that a token came on are still to be done.</summary>
    public bool IsBusy(Token token) => IsBusy(Definition, token);

    public static bool IsBusy(Definition definition, Token token) =>
        token.Transition is not null && definition.Transitions.FirstOrDefault(t => t.Id == token.Transition) is { } way && token.Activities < way.Activities.Length;

    /// <summary>Goes on by itself until everything waits for somebody or something.</summary>
    /// <exception cref="Platform.Errors.Refusal">AUTOMATIC_STEPS_EXCEEDED.</exception>
    public void Settle()
    {
        // What is undone was done in as many steps that somebody asked for.
        for (var steps = 0; Step(); steps++)
            if (steps >= MostSteps && Instance.IsRunning)
                throw Reasons.AutomaticStepsExceeded.Refuse($"{MostSteps} steps followed by themselves, and it did not come to rest; the last was in {Taking.Where(Instance)}.");
    }

    private bool Step() => Instance.Status switch
    {
        InstanceStatus.Running => Instance.Tokens.OrderBy(t => t.Id).Any(StepOf),
        InstanceStatus.Failed => Undo(),
        _ => false,
    };

    private bool StepOf(Token token)
    {
        if (IsBusy(token)) return Instance.Pending.All(p => p.Token != token.Id) && Doing.Begin(this, new ActivityRequested(token.Id, Instance.LastActivity + 1, token.Transition!, token.Activities, 1));
        if (token.Progress == Progress.Free) return Leave(token);
        var state = Definition.State(token.State);
        return state.Type switch
        {
            StateType.Automatic => Leave(token),
            StateType.Fork => Fork(token),
            StateType.Join => Join(token),
            StateType.WaitForTimer => token.Progress == Progress.Arrived && Happens(new TimerStarted(token.Id, token.Visit, surroundings.Now + state.Wait!.Value)),
            StateType.SubWorkflow => token.Progress == Progress.Arrived && Happens(new SubWorkflowRequested(token.Id, token.Visit, state.Workflow!)),
            StateType.End => Happens(new Completed(token.State)),
            _ => false,
        };
    }

    // The first way that is free is taken: one before it that is not understood might be.
    private bool Leave(Token token)
    {
        foreach (var way in Definition.From(token.State))
        {
            Guard.Require(way);
            if (!Guard.Obstacles(way).Any()) return Happens(new Moved(token.Id, way.Id, way.From, way.To) { By = By(token) });
        }

        return false;
    }

    private bool Fork(Token token) => Happens(new Forked(
        token.Id, token.State, [.. Definition.From(token.State).Select((way, i) => new Branch(Instance.LastToken + 1 + i, way.Id, way.To))]));

    // All that the fork made must be here, and done with what they brought.
    private bool Join(Token token)
    {
        var fork = token.Forks[^1];
        return Instance.Tokens.Where(t => t.Forks.Contains(fork)).All(t => t.State == token.State && t.Forks[^1] == fork && !IsBusy(t)) && Happens(new Joined(fork, token.State));
    }

    private bool Undo() => Instance.Pending.IsEmpty && !Instance.Done.IsEmpty && Instance.Done[^1] is var done
        && Doing.Begin(this, new ActivityRequested(done.Token, Instance.LastActivity + 1, done.Transition, done.Index, 1, IsCompensation: true) { Undoes = done.Number, Origin = done.Origin });

    private bool Happens(WorkflowEvent e)
    {
        Add(e);
        return true;
    }
}
