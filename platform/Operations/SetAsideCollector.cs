using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace FactoryFlow.Platform.Operations;

/// <summary>
/// Brings what the service's queues gave up on from the broker into the database, where it can be listed, retried and discarded; and
/// counts, on the way, what waits in the queues. A message is acknowledged behind its commit: after a crash it comes once more, and is
/// known. It looks again and again in place of consuming, so that nothing of it can stay away for good.
/// </summary>
internal sealed class SetAsideCollector(TenantDb db, BrokerConnection broker, BrokerSettings settings, TimeProvider clock, ILogger<SetAsideCollector> log) : BackgroundService
{
    private const int MostOfARound = 1000;

    private readonly HashSet<string> _there = [];
    private volatile IReadOnlyList<QueueDepth>? _depths;

    /// <summary>The service's queues at the last look; null when the broker did not answer.</summary>
    public IReadOnlyList<QueueDepth>? Depths => _depths;

    /// <summary>Collects what is there.</summary>
    public async Task Round(CancellationToken ct)
    {
        // What is taken from a queue and cannot be kept counts as delivered there, and only so often.
        await db.Through(Door.Operations, tx => tx.One<int>($"select 1"), ct);
        var depths = new List<QueueDepth>();
        foreach (var queue in settings.Queues)
        {
            await using var channel = await broker.Channel(ct);
            var state = await channel.QueueDeclarePassiveAsync(queue, ct);
            depths.Add(new QueueDepth(queue, (int)Math.Min(state.MessageCount, int.MaxValue), (int)state.ConsumerCount));
            // What a process died with in hand, what a handler failed at, and what nobody takes.
            await Collect(channel, queue, queue + Bus.Undeliverable, Bus.ArgumentsOfSetAside, ct);
            await Collect(channel, queue, queue + "_error", Bus.ArgumentsOf(queue), ct);
            await Collect(channel, queue, queue + "_skipped", Bus.ArgumentsOf(queue), ct);
        }

        _depths = depths;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wasWell = true;
        using var timer = new PeriodicTimer(settings.CollectInterval, clock);
        while (await Next(timer, stoppingToken))
        {
            try
            {
                await Round(stoppingToken);
                wasWell = true;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                _depths = null;
                _there.Clear();
                // Once: what keeps the bus from the broker is told again and again elsewhere.
                if (wasWell) log.LogWarning("What was set aside cannot be looked at just now; trying again every {Interval}: {Problem}", settings.CollectInterval, e.Message);
                wasWell = false;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private static async Task<bool> Next(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task Collect(IChannel channel, string queue, string setAside, Dictionary<string, object?> arguments, CancellationToken ct)
    {
        // Some are made with the first message that comes there; asking for what is not there would cost the channel, each time.
        if (_there.Add(setAside)) await MakeSure(setAside, arguments, ct);
        for (var taken = 0; taken < MostOfARound && await channel.BasicGetAsync(setAside, autoAck: false, ct) is { } message; taken++)
        {
            var fact = SetAsideFact.Of(message.BasicProperties, message.Body);
            try
            {
                await db.As(fact.TenantId, tx =>
                {
                    UndeliverableFactStore.Keep(tx, queue, fact);
                    return Task.FromResult(true);
                }, ct);
            }
            catch (Exception e) when (!Outage.Explains(e) && !ct.IsCancellationRequested)
            {
                // It stays with the broker, and holds up nobody.
                log.LogError(e, "The message {Key} of {Queue} cannot be kept; it stays where it is", fact.Key, setAside);
                continue;
            }

            log.LogWarning("The fact {EventId} of type {Type} could not be handled in {Queue} and was set aside: {Problem}", fact.EventId, fact.Type, queue, fact.Problem);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, ct);
        }
    }

    // As the bus makes it. One that is there already is left as it is.
    private async Task MakeSure(string setAside, Dictionary<string, object?> arguments, CancellationToken ct)
    {
        try
        {
            await using var look = await broker.Channel(ct);
            await look.QueueDeclarePassiveAsync(setAside, ct);
        }
        catch (OperationInterruptedException)
        {
            await using var channel = await broker.Channel(ct);
            await channel.QueueDeclareAsync(setAside, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: ct);
        }
    }
}

/// <summary>What waits in a queue.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Ready">Messages that nobody has in hand.</param>
/// <param name="Consumers">How many take from it.</param>
internal sealed record QueueDepth(string Queue, int Ready, int Consumers);

/// <summary>The service's queues, and how often what they gave up on is collected.</summary>
internal sealed record BrokerSettings(string Service, IReadOnlyList<string> Queues, TimeSpan CollectInterval);
