using System.Collections.Concurrent;
using System.Diagnostics;
using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Platform.Tests.Support;

/// <summary>Writes a thing for each fact, and remembers what was delivered. A step called "poison" cannot be handled.</summary>
internal sealed class RememberOnJobStepCompleted : IFactHandler<JobStepCompleted>
{
    public const string Poison = "poison";
    public static string Name => "remember-on-job-step-completed";

    private readonly ConcurrentDictionary<Guid, bool> _mended = new();
    private readonly ConcurrentQueue<(JobStepCompleted Fact, string? Trace, string? Cause)> _deliveries = new();

    public int Deliveries(Guid eventId) => _deliveries.Count(d => d.Fact.EventId == eventId);

    /// <summary>Removes what kept a poisonous fact from being handled.</summary>
    public void Mend(Guid eventId) => _mended[eventId] = true;

    public JobStepCompleted? Delivered(Guid eventId) => _deliveries.FirstOrDefault(d => d.Fact.EventId == eventId).Fact;

    public string? TraceOf(Guid eventId) => _deliveries.FirstOrDefault(d => d.Fact.EventId == eventId).Trace;

    public IReadOnlyList<string?> CausesOf(Guid eventId) => [.. _deliveries.Where(d => d.Fact.EventId == eventId).Select(d => d.Cause)];

    public Action<IReadOnlyList<JobStepCompleted>> Plan(TenantTx tx, IReadOnlyList<JobStepCompleted> facts)
    {
        foreach (var fact in facts) _deliveries.Enqueue((fact, Activity.Current?.TraceId.ToString(), tx.CauseOf(fact)));
        return fresh =>
        {
            foreach (var fact in fresh)
            {
                if (fact.StepName == Poison && !_mended.ContainsKey(fact.EventId)) throw new DivideByZeroException();
                tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {fact.EventId.ToString()})");
            }
        };
    }
}
