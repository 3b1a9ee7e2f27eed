using System.Text.Json;
using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.V1;
using Status = FactoryFlow.Workflow.V1.Migration.Types.Status;

namespace FactoryFlow.Workflow.InstanceMigrations;

/// <summary>A migration as it is stored, with what became of its instances so far.</summary>
internal sealed record MigrationRow(
    Guid Id, Guid DefinitionId, string DefinitionName, int Version, int[] FromVersions, string Mapping, string Context, int Instances, Guid CreatorId, DateTimeOffset CreateTime, DateTimeOffset? CancelTime,
    int Migrated, int Skipped, int Failed, int Pending, DateTimeOffset? LastTime)
{
    public bool IsRunning => Status == Status.Running;

    // Told by its results: there is no moment in which the last one is written and nobody has said yet that it is over.
    private Status Status => CancelTime is not null ? Status.Cancelled : Pending > 0 ? Status.Running : Status.Completed;

    /// <summary>What states become.</summary>
    public Dictionary<string, string> ReadMapping() => JsonSerializer.Deserialize<Dictionary<string, string>>(Mapping)!;

    public Migration ToMessage() => new()
    {
        Id = Id == Guid.Empty ? "" : Id.ToString(),
        DefinitionId = DefinitionId.ToString(),
        DefinitionName = DefinitionName,
        Version = Version,
        FromVersions = { FromVersions },
        Mapping = { ReadMapping() },
        Context = FreeJson.Read(Context),
        Status = Status,
        Instances = Instances,
        Migrated = Migrated,
        Skipped = Skipped,
        Failed = Failed,
        Left = Pending,
        CreatorId = CreatorId.ToString(),
        CreateTime = Wire.Time(CreateTime),
        EndTime = Wire.Time(IsRunning ? null : CancelTime ?? LastTime ?? CreateTime),
    };
}

/// <summary>What becomes of one instance of a migration, as it is stored.</summary>
internal sealed record ResultRow(
    Guid InstanceId, string BusinessKey, string Outcome, int FromVersion, string[] FromStates, string[] ToStates, string? Hindrance, string Message, DateTimeOffset? EndTime)
{
    /// <summary>The same of an instance that stays as it is.</summary>
    public ResultRow Refused(MigrationResult.Types.Outcome outcome, HindranceKind kind, string message) => this with
    {
        Outcome = EnumText.Of(outcome), Hindrance = EnumText.Of(kind), Message = message,
    };

    public MigrationResult ToMessage() => new()
    {
        InstanceId = InstanceId.ToString(),
        BusinessKey = BusinessKey,
        Outcome = EnumText.Parse<MigrationResult.Types.Outcome>(Outcome),
        FromVersion = FromVersion,
        FromStates = { FromStates },
        ToStates = { ToStates },
        Hindrance = Hindrance is null ? MigrationResult.Types.Hindrance.Unspecified : EnumText.Parse<MigrationResult.Types.Hindrance>(Hindrance),
        Message = Message,
        EndTime = Wire.Time(EndTime),
    };
}

/// <summary>An instance whose turn it is, as whoever took it sees it.</summary>
internal sealed record DueMigration(Guid TenantId, Guid MigrationId, Guid InstanceId, int Attempts);
