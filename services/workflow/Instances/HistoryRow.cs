using System.Text.Json;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.V1;

namespace FactoryFlow.Workflow.Instances;

/// <summary>One thing that happened to an instance, as it is stored.</summary>
internal sealed record HistoryRow(
    int Sequence, DateTimeOffset Time, string Type, string Transition, string FromState, string ToState, Guid ActorId, string Reason, string? Metadata, string? TransitionKey, string Details)
{
    // The database keeps the names of an object in an order of its own.
    private static readonly JsonSerializerOptions Stored = new() { AllowOutOfOrderMetadataProperties = true };

    /// <summary>The rows of a decision.</summary>
    /// <param name="decision">What happens.</param>
    /// <param name="actor">Who did it; the nil UUID when nobody did.</param>
    /// <param name="now">When.</param>
    public static IReadOnlyList<HistoryRow> Of(Decision decision, Guid actor, DateTimeOffset now)
    {
        var first = decision.After.Version - decision.Events.Length + 1;
        return [.. decision.Events.Select((e, i) => Of(e, first + i, actor, now))];
    }

    /// <summary>Asks for everything that happened to an instance, in order.</summary>
    public static Answer<HistoryRow> AskAll(TenantTx tx, Guid instance) => tx.Ask<HistoryRow>($"""
        select sequence, time, type, transition, from_state, to_state, actor_id, reason, metadata::text, transition_key, details::text
        from history where tenant_id = {tx.TenantId} and instance_id = {instance} order by sequence
        """);

    /// <summary>What happened, as the engine knows it.</summary>
    public WorkflowEvent ToEvent() => JsonSerializer.Deserialize<WorkflowEvent>(Details, Stored)!;

    public HistoryEntry ToMessage() => new()
    {
        Sequence = Sequence,
        Type = Type,
        Transition = Transition,
        FromState = FromState,
        ToState = ToState,
        ActorId = ActorId.ToString(),
        Reason = Reason,
        Metadata = Metadata is null ? null : FreeJson.Read(Metadata),
        Time = Wire.Time(Time),
        Details = FreeJson.Read(Details),
    };

    private static HistoryRow Of(WorkflowEvent e, int sequence, Guid actor, DateTimeOffset now)
    {
        var details = JsonSerializer.SerializeToElement(e);
        var row = new HistoryRow(sequence, now, details.GetProperty("type").GetString()!, "", "", "", actor, "", null, null, details.GetRawText());
        return e switch
        {
            Started s => row with { ToState = s.State },
            Moved m => row with { Transition = m.Transition, FromState = m.From, ToState = m.To, Reason = m.Reason ?? "", Metadata = m.Metadata?.GetRawText(), TransitionKey = m.Key },
            Forked f => row with { FromState = f.State },
            Joined j => row with { ToState = j.State },
            Migrated { Tokens: [var only] } => row with { FromState = only.From, ToState = only.To },
            Completed c => row with { FromState = c.State },
            Failed f => row with { Reason = f.Error },
            Cancelled c => row with { Reason = c.Reason },
            _ => row,
        };
    }
}
