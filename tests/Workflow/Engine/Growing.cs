using System.Text.Json;
using FactoryFlow.Workflow.Conditions;
using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Tests.Engine;

/// <summary>Grows a valid definition out of numbers: sequences, choices, loops and forks in each other, with every type of state.</summary>
internal sealed class Growing
{
    private static readonly Comparison IsMoreThanOne = new(new FieldPath("context", ["n"], VariableType.Any), Operator.Gt, new Operand(null, JsonElement.Parse("1")));

    private readonly Queue<int> _seeds;
    private readonly List<State> _states = [];
    private readonly List<Transition> _ways = [];

    private Growing(int[] seeds) => _seeds = new Queue<int>(seeds);

    public static Definition Definition(int[] seeds)
    {
        var growing = new Growing(seeds);
        var start = growing.State(StateType.Start);
        growing.Way(growing.Block(start, 4), growing.State(StateType.End));
        return new Definition { InitialState = start, States = [.. growing._states], Transitions = [.. growing._ways], HasActivities = true };
    }

    // From a state on; answers the state in which the block ends.
    private string Block(string from, int depth)
    {
        if (depth == 0) return from;
        return (Next() % 4) switch
        {
            0 => Block(Sequence(from), depth - 1),
            1 => Block(Choice(from), depth - 1),
            2 => Block(Fork(from, depth - 1), depth - 1),
            _ => Block(Loop(from), depth - 1),
        };
    }

    private string Sequence(string from)
    {
        var type = (Next() % 5) switch
        {
            0 => StateType.Automatic, 1 => StateType.WaitForSignal, 2 => StateType.WaitForTimer, 3 => StateType.SubWorkflow, _ => StateType.Manual,
        };
        return Way(from, State(type));
    }

    // Automatic: by a condition, or else the other way.
    private string Choice(string from)
    {
        var (choosing, meeting) = (State(StateType.Automatic), State(StateType.Manual));
        Way(from, choosing);
        var (one, other) = (State(StateType.Manual), State(StateType.Automatic));
        Way(choosing, one, IsMoreThanOne);
        Way(choosing, other);
        Way(one, meeting);
        return Way(other, meeting);
    }

    private string Fork(string from, int depth)
    {
        var (fork, join) = (State(StateType.Fork), State(StateType.Join));
        Way(from, fork);
        for (var branch = 2 + (Next() % 2); branch > 0; branch--) Way(Block(Way(fork, State(StateType.Manual)), Math.Min(depth, 2)), join);
        return join;
    }

    private string Loop(string from)
    {
        var (doing, checking) = (State(StateType.Manual), State(StateType.Manual));
        Way(from, doing);
        Way(doing, checking);
        Way(checking, doing);
        return checking;
    }

    private string State(StateType type)
    {
        var id = $"s{_states.Count}";
        _states.Add(new State { Id = id, Type = type, Signal = type == StateType.WaitForSignal ? "go" : null, Wait = type == StateType.WaitForTimer ? TimeSpan.FromHours(1) : null, Workflow = type == StateType.SubWorkflow ? "other" : null });
        return id;
    }

    private string Way(string from, string to, Condition? condition = null)
    {
        var activities = Enumerable.Range(0, Math.Max(0, (Next() % 6) - 3)).Select(_ => Activity(1 + (Next() % 2), Next() % 3 > 0 ? Activity(2, null) : null));
        _ways.Add(new Transition { Id = $"w{_ways.Count}", From = from, To = to, Condition = condition, Activities = [.. activities] });
        return to;
    }

    // Queued and done at once, with conditions and without, and some that wait for an operator when they fail.
    private Activity Activity(int attempts, Activity? compensation)
    {
        var (type, with) = (Next() % 6) switch
        {
            0 => (ActivityType.UpdateContext, """{"set": {"n": 3}}"""),
            1 => (ActivityType.ExecuteFunction, """{"function": "add", "one": "{{n}}", "other": 1, "saveAs": "n"}"""),
            2 => (ActivityType.Wait, """{"duration": "PT1M"}"""),
            _ => (ActivityType.CallWebhook, """{"url": "https://example.com/{{n}}"}"""),
        };
        return new Activity(type, JsonElement.Parse(with), attempts, compensation) { Suspends = Next() % 4 == 0, Condition = Next() % 5 == 0 ? IsMoreThanOne : null };
    }

    private int Next() => _seeds.TryDequeue(out var seed) ? seed : 0;
}
