using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.V1;

namespace FactoryFlow.Workflow.Tasks;

/// <summary>A task as it is stored, with what lists show of its instance.</summary>
internal sealed record TaskRow(
    Guid Id, Guid InstanceId, int Visit, string State, string Name, string Status, string[] Roles, Guid? AssigneeId, Guid? DelegatorId, DateTimeOffset? DueTime,
    DateTimeOffset CreateTime, DateTimeOffset UpdateTime, DateTimeOffset? EndTime, Guid? CompleterId, Guid DefinitionId, string DefinitionName, int DefinitionVersion, string BusinessKey)
{
    public bool IsOpen => Status == EnumText.Of(UserTask.Types.Status.Open);

    public UserTask ToMessage() => new()
    {
        Id = Id.ToString(),
        InstanceId = InstanceId.ToString(),
        DefinitionId = DefinitionId.ToString(),
        DefinitionName = DefinitionName,
        BusinessKey = BusinessKey,
        State = State,
        Name = Name,
        Status = EnumText.Parse<UserTask.Types.Status>(Status),
        Roles = { Roles },
        AssigneeId = AssigneeId?.ToString() ?? "",
        DelegatorId = DelegatorId?.ToString() ?? "",
        CompleterId = CompleterId?.ToString() ?? "",
        DueTime = Wire.Time(DueTime),
        CreateTime = Wire.Time(CreateTime),
        UpdateTime = Wire.Time(UpdateTime),
        EndTime = Wire.Time(EndTime),
    };
}
