using System.Collections.Immutable;
using System.Text.Json;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Engine;
using static FactoryFlow.Workflow.V1.Instance.Types;

namespace FactoryFlow.Workflow.Instances;

/// <summary>An instance as it is stored.</summary>
internal sealed record InstanceRow(
    Guid Id, Guid DefinitionId, string DefinitionName, int DefinitionVersion, string BusinessKey, string Status, string[] States, string Context, string State,
    int Version, Guid StartedBy, string Error, DateTimeOffset CreateTime, DateTimeOffset UpdateTime, DateTimeOffset? EndTime,
    Guid? ParentId, int? ParentVisit, int Depth, string? TriggerId, int TriggerDepth)
{
    /// <summary>The row of an instance after a decision.</summary>
    public InstanceRow After(Instance instance, DateTimeOffset now) => this with
    {
        Status = EnumText.Of(instance.Status),
        States = [.. instance.Tokens.OrderBy(t => t.Id).Select(t => t.State)],
        Context = JsonSerializer.Serialize(instance.Context),
        State = JsonSerializer.Serialize(Inside.Of(instance)),
        Version = instance.Version,
        Error = instance.Error,
        UpdateTime = now,
        EndTime = instance.IsRunning ? null : EndTime ?? now,
    };

    /// <summary>The instance as the engine knows it.</summary>
    /// <param name="key">The key of a transition that was taken, when that is asked for.</param>
    public Instance ToInstance(string? key = null)
    {
        var inside = JsonSerializer.Deserialize<Inside>(State)!;
        return new Instance
        {
            Id = Id, Status = EnumText.Parse<InstanceStatus>(Status), BusinessKey = BusinessKey, StartedBy = StartedBy, StartTime = CreateTime,
            Context = Values.Of(Context), Tokens = inside.Tokens, Pending = inside.Pending, Done = inside.Done, LastToken = inside.LastToken,
            LastActivity = inside.LastActivity, Visits = inside.Visits, Error = Error, Version = Version, Keys = key is null ? [] : [key],
        };
    }

    public V1.Instance ToMessage() => new()
    {
        Id = Id.ToString(),
        DefinitionId = DefinitionId.ToString(),
        DefinitionName = DefinitionName,
        Version = DefinitionVersion,
        BusinessKey = BusinessKey,
        Status = EnumText.Parse<Status>(Status),
        CurrentState = States.Length > 0 ? States[0] : "",
        CurrentStates = { States },
        Context = FreeJson.Read(Context),
        StartedById = StartedBy.ToString(),
        CreateTime = Wire.Time(CreateTime),
        UpdateTime = Wire.Time(UpdateTime),
        EndTime = Wire.Time(EndTime),
        Error = Error,
        Etag = Etag.Of(Version),
        ParentId = ParentId?.ToString() ?? "",
    };

    // What nobody but the engine looks at.
    private sealed record Inside(
        ImmutableArray<Token> Tokens, ImmutableArray<PendingActivity> Pending, ImmutableArray<DoneActivity> Done, int LastToken, int LastActivity, int Visits)
    {
        public static Inside Of(Instance i) => new(i.Tokens, i.Pending, i.Done, i.LastToken, i.LastActivity, i.Visits);
    }
}
