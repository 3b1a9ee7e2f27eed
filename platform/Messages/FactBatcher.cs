using System.Diagnostics;
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
/// handled at once; under load a hundred share one transaction. Each delivery is acknowledged after its commit.
/// </summary>
internal sealed class FactBatcher<TFact, THandler>(TenantDb db, THandler handler, ILogger<FactBatcher<TFact, THandler>> log) : BackgroundService
    where TFact : class, IFact
    where THandler : class, IFactHandler<TFact>
{
    private const int LargestBatch = 250;

    private readonly Channel<Delivery> _arrived = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Handles a fact; completes when its effect is committed, fails when it cannot be.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="cause">What brought it about, sealed; null when that is not known.</param>
    public Task Handle(TFact fact, string? cause)
    {
        var delivery = new Delivery(fact, cause, Activity.Current?.Context ?? default);
        return _arrived.Writer.TryWrite(delivery) ? delivery.Done.Task : Task.FromException(new OperationCanceledException("The service is stopping."));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Delivery>(LargestBatch);
        try
        {
            while (await _arrived.Reader.WaitToReadAsync(stoppingToken))
            {
                while (batch.Count < LargestBatch && _arrived.Reader.TryRead(out var delivery)) batch.Add(delivery);
                await HandleTogether(batch, stoppingToken);
                batch.Clear();
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
            using (log.BeginScope(new FactScope(batch[0].Fact))) log.LogWarning("{Handler} could not handle a {Type} this time: {Problem}", THandler.Name, typeof(TFact).Name, e.Message);
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
        var causes = new Dictionary<Guid, string>();
        foreach (var delivery in batch)
            if (delivery.Cause is { } cause) causes[delivery.Fact.EventId] = cause;
        await Outage.Outlast(() => db.Handle(THandler.Name, batch.ConvertAll(d => d.Fact), causes, handler.Plan, ct), log, ct);
    }

    private sealed record Delivery(TFact Fact, string? Cause, ActivityContext Trace)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>Where MassTransit hands a fact over: the delivery waits for the batch that it becomes part of.</summary>
internal sealed class FactConsumer<TFact, THandler>(FactBatcher<TFact, THandler> batcher) : IConsumer<TFact>
    where TFact : class, IFact
    where THandler : class, IFactHandler<TFact>
{
    public Task Consume(ConsumeContext<TFact> context) => batcher.Handle(context.Message, context.Headers.Get<string>(OutboxRelay.CausedBy));
}
