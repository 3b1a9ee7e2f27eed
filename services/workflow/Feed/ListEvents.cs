using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using FactoryFlow.Workflow.Webhooks;
using Grpc.Core;

namespace FactoryFlow.Workflow.Feed;

internal sealed partial class EventService
{
    public override Task<ListEventsResponse> ListEvents(ListEventsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        var given = Cursor.Read(check, "after", request.After);
        var types = WebhookEvents.CheckTypes(check, "event_types", request.EventTypes);
        check.Done();
        var (after, field) = PageToken.Number(request.PageToken) is { } token ? (token, "page_token") : (given, "after");
        return db.Read(context, async tx =>
        {
            // First how far they go, then what there is: whatever comes in between is on the next page, too.
            var asked = EventStore.AskState(tx, after);
            var answer = EventStore.AskAfter(tx, after ?? 0, types, size + 1);
            await tx.Flush();
            var state = asked.First;
            if (after is { } from) Require(field, from, state);
            var shown = answer.Rows.Take(size).ToList();
            var hasMore = answer.Rows.Count > size;
            var next = hasMore ? shown[^1].Sequence : Math.Max(state?.LastSequence ?? 0, shown.Count > 0 ? shown[^1].Sequence : after ?? 0);
            return new ListEventsResponse { Events = { shown.Select(row => row.ToMessage()) }, NextPageToken = hasMore ? PageToken.After(next) : "", NextCursor = Cursor.Of(next) };
        });
    }
}
