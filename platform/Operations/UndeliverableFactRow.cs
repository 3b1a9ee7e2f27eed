using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Platform.Operations;

/// <summary>A fact that was set aside, and the message that it becomes.</summary>
internal sealed record UndeliverableFactRow(
    Guid TenantId, Guid Id, string Queue, string State, string Type, Guid? EventId, byte[]? Body, string? Properties, int SizeBytes, string Problem, int Failures,
    DateTimeOffset CreateTime, DateTimeOffset FailTime, DateTimeOffset? SettleTime, Guid? SettledBy, string? DiscardReason)
{
    public const string Open = "OPEN", Retried = "RETRIED", Discarded = "DISCARDED";

    /// <summary>As it stands in lists.</summary>
    public UndeliverableFact ToMessage(string service) => new()
    {
        Id = Id.ToString(),
        Service = service,
        Queue = Queue,
        State = EnumText.Parse<UndeliverableFact.Types.State>(State),
        Type = Type,
        EventId = EventId?.ToString() ?? "",
        TenantId = TenantId.ToString(),
        Problem = Problem,
        Failures = Failures,
        CreateTime = Wire.Time(CreateTime),
        FailTime = Wire.Time(FailTime),
        SettleTime = Wire.Time(SettleTime),
        SettledBy = SettledBy?.ToString() ?? "",
        DiscardReason = DiscardReason ?? "",
        SizeBytes = SizeBytes,
    };

    /// <summary>With what it says.</summary>
    public UndeliverableFact ToWholeMessage(string service)
    {
        var message = ToMessage(service);
        if (Body is not null && FactEnvelope.Read(Body).Masked() is { } json) message.Body = StructOf(json);
        return message;
    }

    // What JSON allows and a Struct does not, such as what is nested too deep, is not shown.
    private static Struct? StructOf(string json)
    {
        try
        {
            return JsonParser.Default.Parse<Struct>(json);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidOperationException)
        {
            return null;
        }
    }
}
