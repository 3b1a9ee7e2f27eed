using FactoryFlow.Events;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Platform.Data;

public sealed partial class TenantDb
{
    /// <summary>
    /// Handles facts of any number of tenants in one transaction and two round trips: first every tenant's inbox rows and
    /// questions, then every tenant's writes. A fact that was handled before is left out.
    /// </summary>
    /// <param name="consumer">The name that the inbox knows the handler by.</param>
    /// <param name="facts">The facts, in any order; the same one may stand there twice.</param>
    /// <param name="plan">Queues the questions for one tenant's facts and answers what to do with the fresh ones.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task Handle<TFact>(string consumer, IReadOnlyCollection<TFact> facts, Func<TenantTx, IReadOnlyList<TFact>, Action<IReadOnlyList<TFact>>> plan, CancellationToken ct)
        where TFact : IFact => Handle(consumer, facts, Delivered.Nothing, plan, ct);

    internal Task Handle<TFact>(
        string consumer, IReadOnlyCollection<TFact> facts, IReadOnlyDictionary<Guid, Delivered> delivered, Func<TenantTx, IReadOnlyList<TFact>, Action<IReadOnlyList<TFact>>> plan, CancellationToken ct)
        where TFact : IFact =>
        Repeat(async (connection, pipeline) =>
        {
            var origin = Origin.System();
            var steps = new List<(Answer<Guid> Fresh, IReadOnlyList<TFact> Facts, Action<IReadOnlyList<TFact>> Act, TenantTx Tx)>();
            // Tenants and facts in a fixed order, so that two handlers never wait for each other in a circle.
            foreach (var group in facts.DistinctBy(f => (f.TenantId, f.EventId)).GroupBy(f => f.TenantId).OrderBy(g => g.Key))
            {
                var mine = group.OrderBy(f => f.EventId).ToList();
                var tx = new TenantTx(pipeline, new Scope(group.Key, null), await Now(group.Key, connection, ct), origin, _personal) { Delivered = delivered };
                var fresh = tx.Ask<Guid>($"""
                    insert into inbox (tenant_id, consumer, event_id, handled_time)
                    select {group.Key}, {consumer}, id, {tx.RealNow} from unnest({mine.ConvertAll(f => f.EventId).ToArray()}) as id
                    on conflict do nothing returning event_id
                    """);
                steps.Add((fresh, mine, plan(tx, mine), tx));
            }

            await pipeline.Flush();
            foreach (var (answer, mine, act, _) in steps)
            {
                var fresh = answer.Rows.ToHashSet();
                if (fresh.Count > 0) act(fresh.Count == mine.Count ? mine : mine.Where(f => fresh.Contains(f.EventId)).ToList());
            }

            await pipeline.Commit();
            if (steps.Exists(s => s.Tx.HasPublished)) _relay.Wake();
            return true;
        }, ct);
}
