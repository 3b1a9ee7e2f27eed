using System.Collections.Concurrent;
using FactoryFlow.Events;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Platform.Tests.Support;

/// <summary>A handler of facts of several types, which remembers the groups in which they came.</summary>
internal sealed class NoteOn : IFactHandler<IFact>
{
    private readonly ConcurrentQueue<IReadOnlyList<Guid>> _groups = [];

    public static string Name => "note";

    public static TimeSpan Pace => TimeSpan.FromMilliseconds(20);

    /// <summary>The ids of each group's facts, in the order in which they became true.</summary>
    public IReadOnlyCollection<IReadOnlyList<Guid>> Groups => _groups;

    public Action<IReadOnlyList<IFact>> Plan(TenantTx tx, IReadOnlyList<IFact> facts) => fresh =>
    {
        _groups.Enqueue([.. tx.InOrder(fresh).Select(fact => fact.EventId)]);
        foreach (var fact in fresh)
        {
            var name = $"{fact.GetType().Name} {fact.EventId}";
            tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {name})");
        }
    };
}
