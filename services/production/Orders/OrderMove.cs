using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Google.Protobuf;

namespace FactoryFlow.Production.Orders;

/// <summary>What somebody wants to become of an order.</summary>
/// <param name="OrderId">Which order.</param>
/// <param name="ToStatus">Where it is to go.</param>
/// <param name="Notes">Why.</param>
/// <param name="Metadata">What is to be remembered, as JSON; null when nothing is.</param>
/// <param name="Key">What the caller calls this change; empty when nothing.</param>
/// <param name="Etag">The state that it was decided on; empty for any.</param>
/// <param name="Caller">Who wants it.</param>
internal sealed record OrderMove(Guid OrderId, string ToStatus, string Notes, string? Metadata, string Key, string Etag, Caller Caller)
{
    private const int LongestStatus = 40, LongestNotes = 1000, LongestKey = 100, LongestMetadata = 16_384;

    public static OrderMove Of(Check check, TransitionOrderRequest request, Caller caller)
    {
        var metadata = request.Metadata is { } given && check.Free("metadata", given) ? JsonFormatter.Default.Format(given) : null;
        if (metadata is not null && check.That(metadata.Length <= LongestMetadata, "metadata", FormattableString.Invariant($"has {metadata.Length} characters; at most {LongestMetadata} are allowed")))
            // PostgreSQL keeps no NUL.
            check.That(!metadata.Contains("\\u0000", StringComparison.Ordinal), "metadata", "holds a control character");
        return new OrderMove(
            check.Id("order_id", request.OrderId), check.Text("to_status", request.ToStatus, 1, LongestStatus), check.Text("notes", request.Notes, 0, LongestNotes), metadata,
            check.Text("transition_key", request.TransitionKey, 0, LongestKey), request.Etag, caller);
    }

    /// <summary>Refuses a way that asks why, when nothing is said.</summary>
    /// <exception cref="Refusal">INVALID_INPUT.</exception>
    public void RequireNotes(WorkflowTransition way)
    {
        var check = new Check();
        check.That(!way.RequiresNotes || Notes.Length > 0, "notes", $"is required: whoever takes an order from {way.From} to {way.To} says why");
        check.Done();
    }

    /// <summary>Writes a change that was decided on, and tells others.</summary>
    public void Write(TenantTx tx, OrderRow before, OrderRow after, IReadOnlyList<NotificationIntent> intents)
    {
        var told = intents.Count > 0 ? JsonFormatter.Default.Format(new OrderHistoryEntry { Notifications = { intents } }) : null;
        OrderStore.Save(tx, after);
        new HistoryRow(after.Moves, before.Status, after.Status, Caller.Subject, Notes, Metadata, after.FlowId, told, tx.Now).Add(tx, after.Id, Key);
        tx.Publish(new OrderTransitioned
        {
            EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, OrderId = after.Id, OrderNumber = after.Number, CustomerReference = after.CustomerReference,
            CategoryId = after.CategoryId, FromStatus = before.Status, ToStatus = after.Status, FlowId = after.FlowId, Notes = Notes, ActorId = Caller.Subject,
            Notifications = [.. intents.Select(intent => new OrderNotification(EnumText.Of(intent.Channel), intent.Recipient, intent.Template))],
        });
    }
}
