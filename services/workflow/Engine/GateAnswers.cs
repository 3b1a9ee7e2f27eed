using System.Collections.Immutable;

namespace FactoryFlow.Workflow.Engine;

/// <summary>What is to be asked before somebody takes a transition: whether an order passes gates.</summary>
internal sealed record GateQuestion(Guid OrderId, ImmutableArray<string> Gates);

/// <summary>What gates said of an order a moment ago. They count for that order alone: for any other they were not asked.</summary>
/// <param name="OrderId">The order; null where no gate was asked.</param>
/// <param name="IsOrderKnown">Whether there is such an order.</param>
/// <param name="Failings">What is missing, by the gate's name; a gate that is not there was not asked.</param>
internal sealed record GateAnswers(Guid? OrderId, bool IsOrderKnown, ImmutableDictionary<string, ImmutableArray<GateFailing>> Failings)
{
    /// <summary>No gate was asked, and so none is passed.</summary>
    public static GateAnswers None { get; } = new(null, IsOrderKnown: false, ImmutableDictionary<string, ImmutableArray<GateFailing>>.Empty);
}

/// <summary>Something that an order lacks to pass a gate.</summary>
internal readonly record struct GateFailing(string Message, string Remedy);
