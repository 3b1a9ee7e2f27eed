using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.V1;
using Status = FactoryFlow.Workflow.V1.Webhook.Types.Status;
using Reason = FactoryFlow.Workflow.V1.Webhook.Types.DisableReason;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>A webhook as it is stored.</summary>
internal sealed record WebhookRow(
    Guid Id, string Url, string Description, string[] Events, string StatusText, string? DisableReasonText, DateTimeOffset? DisableTime, DateTimeOffset? FailingTime,
    byte[] SealedSecret, byte[]? SealedFormerSecret, DateTimeOffset? FormerSecretExpireTime, long Version, DateTimeOffset CreateTime, DateTimeOffset UpdateTime)
{
    public bool IsEnabled => StatusText == EnumText.Of(Status.Enabled);

    /// <summary>The same, told again; what went wrong before counts no longer.</summary>
    public WebhookRow Enabled() => IsEnabled ? this : this with { StatusText = EnumText.Of(Status.Enabled), DisableReasonText = null, DisableTime = null, FailingTime = null };

    /// <summary>The same, told no longer.</summary>
    public WebhookRow Disabled(Reason reason, DateTimeOffset now) =>
        IsEnabled ? this with { StatusText = EnumText.Of(Status.Disabled), DisableReasonText = EnumText.Of(reason), DisableTime = now } : this;

    /// <summary>As the API shows it.</summary>
    public Webhook ToMessage() => new()
    {
        Id = Id.ToString(),
        Url = Url,
        Description = Description,
        Events = { Events },
        Status = EnumText.Parse<Status>(StatusText),
        DisableReason = DisableReasonText is { } reason ? EnumText.Parse<Reason>(reason) : Reason.Unspecified,
        DisableTime = Wire.Time(DisableTime),
        FailingTime = Wire.Time(FailingTime),
        FormerSecretExpireTime = Wire.Time(FormerSecretExpireTime),
        CreateTime = Wire.Time(CreateTime),
        UpdateTime = Wire.Time(UpdateTime),
        Etag = Etag.Of(Version),
    };
}

/// <summary>What a webhook listens to.</summary>
internal sealed record Listener(Guid Id, string[] Events);
