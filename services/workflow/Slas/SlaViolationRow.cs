using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.V1;

namespace FactoryFlow.Workflow.Slas;

/// <summary>A stay that is or was too long, with what lists show of its instance.</summary>
internal sealed record SlaViolationRow(
    Guid Id, Guid InstanceId, Guid DefinitionId, string DefinitionName, int DefinitionVersion, string BusinessKey, string State,
    DateTimeOffset DueTime, DateTimeOffset CreateTime, DateTimeOffset? EndTime)
{
    public SlaViolation ToMessage() => new()
    {
        Id = Id.ToString(),
        InstanceId = InstanceId.ToString(),
        DefinitionId = DefinitionId.ToString(),
        DefinitionName = DefinitionName,
        Version = DefinitionVersion,
        BusinessKey = BusinessKey,
        State = State,
        DueTime = Wire.Time(DueTime),
        CreateTime = Wire.Time(CreateTime),
        EndTime = Wire.Time(EndTime),
    };
}
