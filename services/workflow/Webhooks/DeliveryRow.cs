using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.V1;
using Status = FactoryFlow.Workflow.V1.WebhookDelivery.Types.Status;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>A delivery as it is stored, without what it says.</summary>
internal sealed record DeliveryRow(
    Guid Id, Guid WebhookId, Guid EventId, string Type, string StatusText, DateTimeOffset DueTime, DateTimeOffset CreateTime, DateTimeOffset? EndTime)
{
    /// <summary>A new one, to be sent at once.</summary>
    public static DeliveryRow Of(TenantTx tx, Guid webhook, Guid eventId, string type) =>
        new(tx.NewId(), webhook, eventId, type, EnumText.Of(Status.Pending), tx.RealNow, tx.RealNow, null);

    /// <summary>As the API shows it.</summary>
    public WebhookDelivery ToMessage(IEnumerable<AttemptRow>? attempts = null) => new()
    {
        Id = Id.ToString(),
        WebhookId = WebhookId.ToString(),
        EventId = EventId.ToString(),
        Type = Type,
        Status = EnumText.Parse<Status>(StatusText),
        CreateTime = Wire.Time(CreateTime),
        NextAttemptTime = EndTime is null ? Wire.Time(DueTime) : null,
        EndTime = Wire.Time(EndTime),
        Attempts = { (attempts ?? []).OrderBy(attempt => attempt.Number).Select(attempt => attempt.ToMessage()) },
    };
}

/// <summary>A call as it is stored.</summary>
internal sealed record AttemptRow(Guid DeliveryId, int Number, DateTimeOffset StartTime, int DurationMilliseconds, int StatusCode, string Excerpt, string Error)
{
    public WebhookAttempt ToMessage() => new()
    {
        Number = Number, StartTime = Wire.Time(StartTime), DurationMilliseconds = DurationMilliseconds, StatusCode = StatusCode, Excerpt = Excerpt, Error = Error,
    };
}

/// <summary>A delivery that a process has taken to send it.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="Id">Its id.</param>
/// <param name="WebhookId">Where to.</param>
/// <param name="EventId">What it is known by on the other side.</param>
/// <param name="Body">What it says.</param>
/// <param name="Tries">How often it was sent since somebody asked for it last.</param>
/// <param name="LeaseTime">Until when nobody else takes it; what becomes of it is written down by whoever has this one.</param>
/// <param name="Url">Where to.</param>
/// <param name="SealedSecret">What it is signed with.</param>
/// <param name="SealedFormerSecret">And before that.</param>
/// <param name="FormerSecretExpireTime">Until when.</param>
internal sealed record DueDelivery(
    Guid TenantId, Guid Id, Guid WebhookId, Guid EventId, string Body, int Tries, DateTimeOffset LeaseTime,
    string Url, byte[] SealedSecret, byte[]? SealedFormerSecret, DateTimeOffset? FormerSecretExpireTime);
