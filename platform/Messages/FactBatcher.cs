using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using FactoryFlow.Events;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Hosting;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Messages;

/// <summary>
/// Commits deliveries in groups: whatever arrived while the last group was being committed forms the next. Alone, a fact is
/// handled at once, or after the handler's <see cref="IFactHandler{TFact}.Pace" />; under load a hundred share one transaction. Each
/// delivery is acknowledged after its commit.
/// </summary>
/// <typeparam name="TFact">The facts of the handler: one type, or <see cref="IFact" /> where it hears several.</typeparam>
/// <typeparam name="THandler">The handler.</typeparam>
internal sealed class FactBatcher<TFact, THandler>(TenantDb db, THandler handler, ILogger<FactBatcher<TFact, THandler>> log) : BackgroundService
    where TFact : class, IFact
    where THandler : class, IFactHandler<TFact>
{
    private const int LargestBatch = 250;

    private readonly Channel<Delivery> _arrived = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Handles a fact; completes when its effect is committed, fails when it cannot be.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="delivered">What came along with it.</param>
    public Task Handle(TFact fact, Delivered delivered)
    {
        var delivery = new Delivery(fact, delivered, Activity.Current?.Context ?? default);
        return _arrived.Writer.TryWrite(delivery) ? delivery.Done.Task : Task.FromException(new OperationCanceledException("The service is stopping."));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Delivery>(LargestBatch);
        try
        {
            while (await _arrived.Reader.WaitToReadAsync(stoppingToken))
            {
                // A group that was full left others waiting.
                if (batch.Count < LargestBatch && THandler.Pace > TimeSpan.Zero) await Task.Delay(THandler.Pace, stoppingToken);
                batch.Clear();
                while (batch.Count < LargestBatch && _arrived.Reader.TryRead(out var delivery)) batch.Add(delivery);
                await HandleTogether(batch, stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
        }

        _arrived.Writer.TryComplete();
        // Unacknowledged deliveries go back to the queue for whoever comes next.
        while (_arrived.Reader.TryRead(out var left)) batch.Add(left);
        foreach (var delivery in batch) delivery.Done.TrySetCanceled(CancellationToken.None);
    }

    private async Task HandleTogether(List<Delivery> batch, CancellationToken ct)
    {
        try
        {
            await Commit(batch, ct);
            FactMetrics.Handled(THandler.Name, batch.Count);
            foreach (var delivery in batch) delivery.Done.TrySetResult();
        }
        catch (Exception) when (batch.Count > 1 && !ct.IsCancellationRequested)
        {
            // One fact that cannot be handled must not hold up the others: halves find it in a few transactions.
            await HandleTogether(batch[..(batch.Count / 2)], ct);
            await HandleTogether(batch[(batch.Count / 2)..], ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            FactMetrics.Failed(THandler.Name);
            using (log.BeginScope(new FactScope(batch[0].Fact))) log.LogWarning("{Handler} could not handle a {Type} this time: {Problem}", THandler.Name, batch[0].Fact.GetType().Name, e.Message);
            batch[0].Done.TrySetException(e);
        }
    }

    private async Task Commit(List<Delivery> batch, CancellationToken ct)
    {
        // One transaction continues the first delivery's trace and links to the others'.
        using var activity = Telemetry.Source.StartActivity(
            THandler.Name, ActivityKind.Internal, batch[0].Trace, links: batch.Skip(1).Select(d => new ActivityLink(d.Trace)));
        activity?.SetTag("messaging.batch.message_count", batch.Count);
        using var scope = log.BeginScope(new FactScope(batch.ConvertAll<IFact>(d => d.Fact)));
        var delivered = new Dictionary<Guid, Delivered>(batch.Count);
        foreach (var delivery in batch) delivered[delivery.Fact.EventId] = delivery.Delivered;
        await Outage.Outlast(() => db.Handle(THandler.Name, batch.ConvertAll(d => d.Fact), delivered, handler.Plan, ct), log, ct);
    }

    private sealed record Delivery(TFact Fact, Delivered Delivered, ActivityContext Trace)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>Where MassTransit hands a fact over: the delivery waits for the batch that it becomes part of.</summary>
internal sealed class FactConsumer<TFact, TCommon, THandler>(FactBatcher<TCommon, THandler> batcher) : IConsumer<TFact>
    where TFact : class, TCommon
    where TCommon : class, IFact
    where THandler : class, IFactHandler<TCommon>
{
    public Task Consume(ConsumeContext<TFact> context) => batcher.Handle(context.Message, new Delivered(
        long.TryParse(context.Headers.Get<string>(OutboxRelay.Sequence), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null,
        context.Headers.Get<string>(OutboxRelay.CausedBy)));
}
