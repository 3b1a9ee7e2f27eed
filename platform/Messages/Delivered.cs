using System.Collections.Frozen;
using FactoryFlow.Events;

namespace FactoryFlow.Platform.Messages;

/// <summary>What came along with a fact.</summary>
/// <param name="Sequence">Its number in the outbox that it came from: of the facts of one service, what was true earlier has the lower one.</param>
/// <param name="Cause">What had brought it about, sealed.</param>
internal readonly record struct Delivered(long? Sequence, string? Cause)
{
    /// <summary>Nothing came along with anything.</summary>
    public static readonly IReadOnlyDictionary<Guid, Delivered> Nothing = FrozenDictionary<Guid, Delivered>.Empty;

    /// <summary>
    /// Facts in the order in which each service wrote them; those of different services, whose numbers say nothing of each other, by time.
    /// A transaction that had to wait is older than what it waited for and yet came after it: within a service the number decides.
    /// </summary>
    /// <param name="facts">The facts.</param>
    /// <param name="delivered">What came along with them, by their ids.</param>
    public static IEnumerable<TFact> InOrder<TFact>(IEnumerable<TFact> facts, IReadOnlyDictionary<Guid, Delivered> delivered) where TFact : IFact => facts
        .GroupBy(fact => fact.GetType().Namespace)
        .SelectMany(ofService =>
        {
            var latest = DateTimeOffset.MinValue;
            return ofService.OrderBy(fact => delivered.GetValueOrDefault(fact.EventId).Sequence ?? 0).ThenBy(fact => fact.OccurredAt)
                .Select(fact => (Fact: fact, Time: latest = fact.OccurredAt > latest ? fact.OccurredAt : latest)).ToList();
        })
        .OrderBy(placed => placed.Time)
        .Select(placed => placed.Fact);
}
