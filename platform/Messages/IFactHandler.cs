using FactoryFlow.Events;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Platform.Messages;

/// <summary>A reaction to facts: queues its questions, then decides. See Handle of <see cref="TenantDb" />.</summary>
/// <typeparam name="TFact">The facts: of one type, or <see cref="IFact" /> for a handler of several.</typeparam>
public interface IFactHandler<TFact> where TFact : IFact
{
    /// <summary>What its queue and its inbox rows are called, such as <c>credit-on-job-step-completed</c>; never changed, or facts are handled again.</summary>
    static abstract string Name { get; }

    /// <summary>
    /// How long the first of a group waits for others: none where somebody waits for what is done. More makes groups larger, which cost less,
    /// and puts in order (<see cref="TenantTx.InOrder" />) what the broker delivered side by side.
    /// </summary>
    static virtual TimeSpan Pace => TimeSpan.Zero;

    /// <summary>Queues what one tenant's facts need to be decided, and answers what to do with those that are fresh.</summary>
    Action<IReadOnlyList<TFact>> Plan(TenantTx tx, IReadOnlyList<TFact> facts);
}
