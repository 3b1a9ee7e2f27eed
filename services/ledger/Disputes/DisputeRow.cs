using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Disputes;

/// <summary>A dispute without its history.</summary>
internal sealed record DisputeRow(Guid Id, Guid EntryId, Guid WorkerId, string Status, string Period, DateTimeOffset CreateTime, Guid[] ResolvingEntryIds)
{
    /// <summary>Refuses to go on with what has ended.</summary>
    /// <exception cref="Platform.Errors.Refusal">DISPUTE_ENDED.</exception>
    public void RequireGoingOn()
    {
        if (EnumText.Parse<Dispute.Types.Status>(Status) is Dispute.Types.Status.Resolved or Dispute.Types.Status.Withdrawn)
            throw Reasons.DisputeEnded.Refuse($"The dispute is {Status} already: open another one if the line is still wrong.");
    }

    public Dispute ToMessage(IEnumerable<DisputeEventRow> events) => new()
    {
        Id = Id.ToString(),
        EntryId = EntryId.ToString(),
        WorkerId = WorkerId.ToString(),
        Status = EnumText.Parse<Dispute.Types.Status>(Status),
        Period = Period,
        ResolvingEntryIds = { ResolvingEntryIds.Select(id => id.ToString()) },
        Events = { events.Select(e => e.ToMessage()) },
        CreateTime = Wire.Time(CreateTime),
    };
}

/// <summary>Something that was said about a dispute.</summary>
internal sealed record DisputeEventRow(string Status, string Message, Guid UserId, DateTimeOffset Time)
{
    public DisputeEvent ToMessage() => new() { Status = EnumText.Parse<Dispute.Types.Status>(Status), Message = Message, UserId = UserId.ToString(), Time = Wire.Time(Time) };
}
