using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Engine;

/// <summary>
/// The engine: from a definition, an instance, a command and its surroundings to what happens. It reads no clock, no database and nothing else;
/// the same input always gives the same answer, and a dry run is this without saving.
/// </summary>
internal static class WorkflowEngine
{
    /// <summary>Decides a command.</summary>
    /// <exception cref="Platform.Errors.Refusal">It cannot be done; nothing happens.</exception>
    public static Decision Decide(Definition definition, Instance instance, Command command, Surroundings surroundings)
    {
        var run = new Run(definition, instance, surroundings);
        switch (command)
        {
            case Start start:
                run.Add(new Started(definition.InitialState, start.StartedBy ?? surroundings.Actor?.Subject ?? Guid.Empty, start.BusinessKey, surroundings.Now) { Cause = start.Cause });
                run.Learn(start.Context);
                break;
            case Take { Key: { } key } when instance.Keys.Contains(key):
                return new Decision([], instance);
            case Take take:
                RequireRunning(instance);
                run.Learn(take.Context);
                Taking.Take(run, take);
                break;
            case Signal signal:
                RequireRunning(instance);
                Hear(run, signal);
                break;
            case FireTimer timer when instance.IsRunning && Waits(definition, instance, timer.Token, timer.Visit, StateType.WaitForTimer):
                run.Add(new TimerFired(timer.Token));
                break;
            case EndSubWorkflow ended when instance.IsRunning && Waits(definition, instance, ended.Token, ended.Visit, StateType.SubWorkflow):
                run.Learn(ended.Output);
                run.Add(ended.Error is null ? new SubWorkflowEnded(ended.Token) : new Failed(ended.Error));
                break;
            case SucceedActivity succeeded when Pending(instance, succeeded.Number) is { } activity:
                Doing.Succeed(run, activity, activity.IsCompensation ? Instance.NoContext : succeeded.Output);
                break;
            case FailActivity failed when Pending(instance, failed.Number) is { IsStuck: false } activity && activity.Attempt == failed.Attempt:
                Doing.Fail(run, activity, failed.Error);
                break;
            case RetryActivity retry when Pending(instance, retry.Number) is { IsStuck: true } activity:
                Doing.Retry(run, activity);
                break;
            case SkipActivity skip when Pending(instance, skip.Number) is { } activity:
                run.Add(new ActivitySkipped(activity.Number, skip.Reason));
                break;
            case GiveUp given when instance.IsRunning:
                run.Add(new Failed(given.Error));
                break;
            case GiveUp given:
                foreach (var undoing in instance.Pending.Where(p => !p.IsStuck)) run.Add(new ActivityFailed(undoing.Number, given.Error, IsGivenUp: true));
                break;
            case Cancel cancel:
                RequireRunning(instance);
                run.Add(new Cancelled(cancel.Reason));
                break;
        }

        // What is told twice or too late changes nothing, and asks for nothing again.
        if (run.Events.Count > 0 && command is not GiveUp { IsBare: true }) run.Settle();
        return new Decision([.. run.Events], run.Instance);
    }

    private static void RequireRunning(Instance instance)
    {
        if (!instance.IsRunning)
            throw Reasons.InstanceNotRunning.Refuse($"The instance is {Platform.Data.EnumText.Of(instance.Status)} and does not change any more.");
    }

    private static void Hear(Run run, Signal signal)
    {
        var waiting = run.Instance.Tokens.Where(t => t.Progress == Progress.Arrived && run.Definition.State(t.State) is { Type: StateType.WaitForSignal } s && s.Signal == signal.Name && !run.IsBusy(t)).ToList();
        if (waiting.Count == 0)
        {
            var awaited = run.Instance.Tokens.Select(t => run.Definition.State(t.State).Signal).OfType<string>().Distinct().ToList();
            throw Reasons.SignalNotAwaited.Refuse($"Nothing waits for \"{signal.Name}\" now; {(awaited.Count == 0 ? "no signal is awaited" : $"awaited: {string.Join(", ", awaited)}")}. The instance is in {Taking.Where(run.Instance)}.", "name");
        }

        run.Learn(signal.Payload);
        foreach (var token in waiting) run.Add(new Signalled(token.Id, signal.Name));
    }

    private static bool Waits(Definition definition, Instance instance, int token, int visit, StateType type) =>
        instance.Tokens.Any(t => t.Id == token && t.Visit == visit && t.Progress == Progress.Asked && definition.State(t.State).Type == type);

    private static PendingActivity? Pending(Instance instance, int number) => instance.Pending.FirstOrDefault(p => p.Number == number);
}
