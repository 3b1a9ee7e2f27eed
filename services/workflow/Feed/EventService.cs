using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Workflow.Feed;

/// <summary>The RPCs on events, one file each.</summary>
internal sealed partial class EventService(TenantDb db, EventStreams streams, TimeProvider clock, IHostApplicationLifetime life) : V1.EventService.EventServiceBase
{
    // Nobody is to believe that they missed nothing when they did.
    private static void Require(string field, long after, FeedState? state)
    {
        var last = state?.LastSequence ?? 0;
        var check = new Check();
        check.That(after <= last, field, $"is after the last event, which is {Cursor.Of(last)}: give the cursor of an event, or the next_cursor of a list");
        check.Done();
        if (after < last && !state!.HasNext) throw Reasons.EventsExpired.Refuse($"The event after {Cursor.Of(after)} is no longer kept. Read anew what you keep of this tenant, then list the events without a cursor.", field);
    }
}
