using FactoryFlow.Events;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Platform.Tests.Support;

/// <summary>Does the same to facts of several types: writes down which one it was.</summary>
internal sealed class NoteOn<TFact> : IFactHandler<TFact> where TFact : class, IFact
{
    public static string Name => "note";

    public Action<IReadOnlyList<TFact>> Plan(TenantTx tx, IReadOnlyList<TFact> facts) => fresh =>
    {
        foreach (var fact in fresh) tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {typeof(TFact).Name})");
    };
}
