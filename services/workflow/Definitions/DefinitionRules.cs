namespace FactoryFlow.Workflow.Definitions;

/// <summary>
/// What must hold for a definition as a whole. With it, an instance can always go on to an end, and a token is neither lost nor doubled:
/// what a fork begins stays between it and its one join.
/// </summary>
internal sealed class DefinitionRules
{
    private readonly Definition _definition;
    private readonly Faults _faults;
    private readonly Dictionary<string, State> _states = new(StringComparer.Ordinal);
    private readonly ILookup<string, Transition> _from;

    private DefinitionRules(Definition definition, Faults faults)
    {
        (_definition, _faults) = (definition, faults);
        _from = definition.Transitions.ToLookup(t => t.From);
    }

    /// <summary>Finds what is wrong with a definition whose parts are each right.</summary>
    public static void Check(Definition definition, Place whole, Faults faults)
    {
        var rules = new DefinitionRules(definition, faults);
        if (!rules.NamesFit()) return;
        rules.EachStateFits();
        rules.EachTransitionFits();
        if (!rules.AllAreReached()) return;
        rules.AllReachAnEnd(whole);
        ForkRules.Check(definition, faults);
    }

    private bool NamesFit()
    {
        foreach (var state in _definition.States)
            if (!_states.TryAdd(state.Id, state)) _faults.Add(state.Place, $"another state is called \"{state.Id}\"");
        foreach (var transition in _definition.Transitions)
        {
            foreach (var (end, name) in new[] { (transition.From, "from"), (transition.To, "to") })
                if (!_states.ContainsKey(end)) _faults.Add(transition.Place, $"\"{name}\" names \"{end}\", and there is no such state");
        }

        foreach (var again in _definition.Transitions.GroupBy(t => t.Id).SelectMany(same => same.Skip(1)))
            _faults.Add(again.Place, $"another transition is called \"{again.Id}\"; give each an \"id\"");
        return !_faults.Any;
    }

    private void EachStateFits()
    {
        foreach (var state in _definition.States)
        {
            var ways = _from[state.Id].Count();
            if (state.Type == StateType.End && ways > 0) _faults.Add(state.Place, $"the end \"{state.Id}\" has a way out; nothing happens after an end");
            else if (state.Type == StateType.Fork && ways < 2) _faults.Add(state.Place, $"the fork \"{state.Id}\" has {ways} ways out; it needs at least two");
            else if (state.Type != StateType.End && ways == 0) _faults.Add(state.Place, $"\"{state.Id}\" is a dead end: it has no way out and is no state of type end");
        }
    }

    private void EachTransitionFits()
    {
        foreach (var transition in _definition.Transitions)
        {
            var from = _states[transition.From];
            if (!from.IsManual && transition.NeedsSomebody)
                _faults.Add(transition.Place, $"\"{transition.Id}\" is taken by nobody, since \"{from.Id}\" waits for none: it cannot require roles, permissions or ownership");
            if (!from.IsManual && from.Type != StateType.Fork && transition.Gates.Length > 0)
                _faults.Add(transition.Place, $"\"{transition.Id}\" is taken by nobody, since \"{from.Id}\" waits for none: it cannot have gates, which are asked when somebody takes a transition");
            if (from.Type == StateType.Fork && (transition.Condition is not null || transition.Gates.Length > 0))
                _faults.Add(transition.Place, $"\"{transition.Id}\" leaves a fork, which takes all its ways: it cannot have conditions or gates");
        }
    }

    private bool AllAreReached()
    {
        var reached = Walk([_definition.InitialState], _from, t => t.To);
        var isWhole = true;
        foreach (var state in _definition.States.Where(s => !reached.Contains(s.Id)))
        {
            _faults.Add(state.Place, $"\"{state.Id}\" is unreachable: no way leads there from \"{_definition.InitialState}\"");
            isWhole = false;
        }

        return isWhole;
    }

    private void AllReachAnEnd(Place whole)
    {
        var ends = _definition.States.Where(s => s.Type == StateType.End).Select(s => s.Id).ToList();
        if (ends.Count == 0) _faults.Add(whole, "there is no state of type end");
        var backwards = _definition.Transitions.ToLookup(t => t.To);
        var ending = Walk(ends, backwards, t => t.From);
        foreach (var state in _definition.States.Where(s => ends.Count > 0 && !ending.Contains(s.Id) && _from[s.Id].Any()))
            _faults.Add(state.Place, $"\"{state.Id}\" is a dead end: no way leads from it to an end");
    }

    private static HashSet<string> Walk(IEnumerable<string> begin, ILookup<string, Transition> ways, Func<Transition, string> next)
    {
        var seen = new HashSet<string>(begin, StringComparer.Ordinal);
        var left = new Queue<string>(seen);
        while (left.TryDequeue(out var state))
            foreach (var to in ways[state].Select(next))
                if (seen.Add(to)) left.Enqueue(to);
        return seen;
    }
}
