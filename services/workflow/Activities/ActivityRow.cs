using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;
using Status = FactoryFlow.Workflow.V1.Activity.Types.Status;

namespace FactoryFlow.Workflow.Activities;

/// <summary>Something that an instance asked for, as it is stored.</summary>
internal sealed record ActivityRow(
    Guid InstanceId, int Number, string Type, string Transition, int Position, int? Undoes, string StatusText, bool IsSuspended, int Attempts, string Error,
    DateTimeOffset DueTime, DateTimeOffset LeaseTime, DateTimeOffset CreateTime, DateTimeOffset? EndTime)
{
    public bool IsPending => StatusText == EnumText.Of(Status.Pending);

    public V1.Activity ToMessage(DateTimeOffset now) => new()
    {
        InstanceId = InstanceId.ToString(),
        Number = Number,
        Type = EnumText.Parse<V1.Activity.Types.Type>(Type),
        Transition = Transition,
        Position = Position,
        Undoes = Undoes ?? 0,
        Status = IsPending && LeaseTime > now ? Status.Running : EnumText.Parse<Status>(StatusText),
        IsSuspended = IsSuspended,
        Attempts = Attempts,
        Error = Error,
        NextAttemptTime = IsPending ? Wire.Time(DueTime) : null,
        CreateTime = Wire.Time(CreateTime),
        EndTime = Wire.Time(EndTime),
    };
}

/// <summary>Something that is due, as whoever took it sees it.</summary>
internal sealed record DueActivity(Guid TenantId, Guid InstanceId, int Number, string TypeText, int Attempts, string Input, DateTimeOffset LeaseTime, int Takes)
{
    /// <summary>How often one is taken that nobody can write down what became of, before it is given up.</summary>
    public const int MostTakes = 5;

    public ActivityType Type => EnumText.Parse<ActivityType>(TypeText);

    /// <summary>What whoever is called knows it by: the same each time that it is tried, by whomever.</summary>
    public string Key => $"{InstanceId}-{Number}";
}
