using System.Collections.Immutable;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Engine;

/// <summary>Of which sort it is what keeps an instance from another version.</summary>
internal enum HindranceKind
{
    /// <summary>It has come to its end.</summary>
    NotRunning,

    /// <summary>It runs on another version by now than those that are migrated.</summary>
    VersionChanged,

    /// <summary>Something is being done for it, or waits for an operator.</summary>
    ActivityUnderWay,

    /// <summary>A state that it stands in has nothing that it becomes.</summary>
    StateNotMapped,

    /// <summary>A state would become one of another type.</summary>
    TypeDiffers,

    /// <summary>A state would come to lie in other forks.</summary>
    ForkDiffers,

    /// <summary>It waits for another workflow than the state would have started.</summary>
    SubWorkflowDiffers,

    /// <summary>It does not know what it would have to know.</summary>
    ContextDiffers,

    /// <summary>The migration was cancelled before its turn.</summary>
    Cancelled,

    /// <summary>It would have to go on by itself from there, and cannot.</summary>
    CannotGoOn,
}

/// <summary>One thing that keeps an instance, or all that stand in a state, from another version.</summary>
internal sealed record Hindrance(HindranceKind Kind, string Message);

/// <summary>Which states of one version can become which of another.</summary>
internal sealed class Fit(Definition from, Definition to)
{
    private readonly IReadOnlyDictionary<string, ImmutableArray<string>> _openThere = ForkRules.Open(to), _openHere = ForkRules.Open(from);

    public Definition From { get; } = from;

    public Definition To { get; } = to;

    /// <summary>The forks of the other version that a state of it lies between.</summary>
    public ImmutableArray<string> ForksThere(string state) => _openThere[state];

    /// <summary>Why what stands in a state cannot stand in another one instead; null when it can.</summary>
    /// <param name="here">A state of the version that it runs on.</param>
    /// <param name="there">A state of the other, or a name that it does not know.</param>
    public Hindrance? WhyNot(string here, string there)
    {
        var state = From.State(here);
        if (To.FindState(there) is not { } target)
            return new(HindranceKind.StateNotMapped, here == there ? $"\"{here}\" is not there any more: map it to another state" : $"there is no state \"{there}\"");
        if (state.Type != target.Type && !(state.IsManual && target.IsManual))
            return new(HindranceKind.TypeDiffers, $"\"{here}\" is {EnumText.Of(state.Type)}, and \"{there}\" is {EnumText.Of(target.Type)}");
        if (state.Workflow != target.Workflow)
            return new(HindranceKind.SubWorkflowDiffers, $"\"{here}\" waits for {state.Workflow}, and \"{there}\" starts {target.Workflow}");
        return OfForks(here, there);
    }

    // A token must find the same nest of forks around it, and each must have made as many branches.
    private Hindrance? OfForks(string here, string there)
    {
        var (was, becomes) = (_openHere[here], _openThere[there]);
        if (was.Length != becomes.Length) return new(HindranceKind.ForkDiffers, $"\"{here}\" lies {Told(was)}, and \"{there}\" {Told(becomes)}");
        for (var i = 0; i < was.Length; i++)
        {
            var (before, after) = (From.From(was[i]).Count(), To.From(becomes[i]).Count());
            if (before != after) return new(HindranceKind.ForkDiffers, FormattableString.Invariant($"the fork \"{was[i]}\" has {before} branches, and \"{becomes[i]}\" has {after}"));
        }

        return null;
    }

    private static string Told(ImmutableArray<string> forks) => forks.IsEmpty ? "outside of any fork" : $"in a branch of {string.Join(" in ", forks.Reverse().Select(f => $"\"{f}\""))}";
}
