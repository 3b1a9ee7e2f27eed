using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.V1;
using static FactoryFlow.Workflow.V1.TriggerRun.Types;

namespace FactoryFlow.Workflow.Triggers;

/// <summary>What became of an event that a trigger heard, as it is stored.</summary>
internal sealed record TriggerRunRow(
    Guid Id, int DefinitionVersion, string TriggerId, Guid EventId, string EventType, string BusinessKey, int Depth, string OutcomeText, string Reason, string Detail,
    Guid? InstanceId, DateTimeOffset DueTime, DateTimeOffset CreateTime, DateTimeOffset? EndTime)
{
    public TriggerRun ToMessage() => new()
    {
        Id = Id.ToString(),
        Version = DefinitionVersion,
        Trigger = TriggerId,
        EventId = EventId.ToString(),
        EventType = EventType,
        BusinessKey = BusinessKey,
        Depth = Depth,
        Outcome = EnumText.Parse<Outcome>(OutcomeText),
        Reason = Reason,
        Detail = Detail,
        InstanceId = InstanceId?.ToString() ?? "",
        DueTime = Wire.Time(DueTime),
        CreateTime = Wire.Time(CreateTime),
        EndTime = Wire.Time(EndTime),
    };
}
