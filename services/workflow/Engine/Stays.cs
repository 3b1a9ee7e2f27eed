using System.Collections.Immutable;
using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.Engine;

/// <summary>
/// Where an instance came to wait by a decision, and where it waits no longer. What lasts as long as a stay in a state (a task, an SLA)
/// begins and ends with it; a stay is known by its visit, which no other has.
/// </summary>
/// <param name="Begun">Where it waits now and did not before.</param>
/// <param name="Ended">Where it waited before and does not now.</param>
internal sealed record Stays(ImmutableArray<Token> Begun, ImmutableArray<Token> Ended)
{
    public static Stays Of(Definition definition, Instance before, Instance after)
    {
        var (was, now) = (Waiting(definition, before), Waiting(definition, after));
        return new Stays([.. now.ExceptBy(was.Select(t => t.Visit), t => t.Visit)], [.. was.ExceptBy(now.Select(t => t.Visit), t => t.Visit)]);
    }

    private static ImmutableArray<Token> Waiting(Definition definition, Instance instance) =>
        instance.IsRunning ? [.. instance.Tokens.Where(t => !Run.IsBusy(definition, t))] : [];
}
