using System.Text;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Workflow.V1;
using FactoryFlow.Workflow.Webhooks;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;

namespace FactoryFlow.Workflow.Feed;

internal sealed partial class EventService
{
    private const int LongestSeconds = 55, EventsAtOnce = 100;
    private const string MediaType = "text/event-stream";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500), LongestSilence = TimeSpan.FromSeconds(10);

    public override async Task WatchEvents(WatchEventsRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        var check = new Check();
        // A client of server-sent events calls again with what it began with and, beside it, where it is by now.
        var known = context.RequestHeaders.GetValue(Headers.LastEventId) is { Length: > 0 } latest ? latest : request.After;
        var given = Cursor.Read(check, "after", known);
        var types = WebhookEvents.CheckTypes(check, "event_types", request.EventTypes);
        var seconds = request.DurationSeconds == 0 ? LongestSeconds : check.Range("duration_seconds", request.DurationSeconds, 1, LongestSeconds);
        check.Done();
        using var stream = streams.Open(context.Caller().TenantId);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, life.ApplicationStopping);
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, over.Token);

        var state = await db.Read(context, tx => State(tx, given));
        if (given is { } asked) Require("after", asked, state);
        var after = given ?? state?.LastSequence ?? 0;
        // Who has seen nothing yet knows from the first where to go on.
        await Send($"retry: 1000\n{IdOf(after)}\n");
        var lastSent = clock.GetTimestamp();
        while (!end.IsCancellationRequested)
        {
            var (last, events) = await db.Read(context, tx => After(tx, after, types));
            var isAll = events.Count < EventsAtOnce;
            after = Math.Max(isAll ? last : 0, events.Count > 0 ? events[^1].Sequence : after);
            if (events.Count > 0 || clock.GetElapsedTime(lastSent) >= LongestSilence)
            {
                await Send(events.Count > 0 ? string.Concat(events.Select(Text)) : IdOf(after) + "\n");
                lastSent = clock.GetTimestamp();
            }

            if (isAll && !end.IsCancellationRequested) await Task.Delay(Pause, clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task Send(string text) => responseStream.WriteAsync(new HttpBody { ContentType = MediaType, Data = ByteString.CopyFromUtf8(text) }, context.CancellationToken);
    }

    private static async Task<FeedState?> State(TenantTx tx, long? after)
    {
        var state = EventStore.AskState(tx, after);
        await tx.Flush();
        return state.First;
    }

    private static async Task<(long Last, IReadOnlyList<EventRow> Events)> After(TenantTx tx, long after, string[] types)
    {
        // First how far they go: what comes in between is read the next time.
        var state = EventStore.AskState(tx, after);
        var events = EventStore.AskAfter(tx, after, types, EventsAtOnce);
        await tx.Flush();
        return (Math.Max(after, state.First?.LastSequence ?? 0), events.Rows);
    }

    private static string IdOf(long sequence) => $"id: {Cursor.Of(sequence)}\n";

    // JSON has no line breaks of its own.
    private static string Text(EventRow row) =>
        new StringBuilder(IdOf(row.Sequence)).Append("event: ").Append(row.Type).Append("\ndata: ").Append(JsonFormatter.Default.Format(row.ToMessage())).Append("\n\n").ToString();
}
