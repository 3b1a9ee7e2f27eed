using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Messages;

/// <summary>
/// Keeps a bus that works: when a consumer stays away or nothing can be published, the bus is left behind and a new one is built.
/// MassTransit and its client can lose a connection in ways that they never come back from, and that stopping and starting the same
/// bus does not mend: docs/adr/0011.
/// </summary>
internal sealed class BusKeeper : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(15), LongestPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(4);

    private readonly Func<IBusControl> _build;
    private readonly IReadOnlyList<string> _queues;
    private readonly ILogger<BusKeeper> _log;
    private volatile Life _life;

    /// <param name="build">Makes a bus that has nothing in common with the ones before.</param>
    /// <param name="queues">The queues that it must consume.</param>
    /// <param name="log">Told when a bus is left behind.</param>
    public BusKeeper(Func<IBusControl> build, IReadOnlyList<string> queues, ILogger<BusKeeper> log)
    {
        (_build, _queues, _log) = (build, queues, log);
        _life = new Life(build(), queues);
    }

    /// <summary>The bus as it is now; never kept, since it may be another one a moment later.</summary>
    public IBus Bus => _life.Bus;

    /// <summary>What is wrong with it, as a sentence; null when nothing is.</summary>
    public string? Trouble => _life switch
    {
        { Consumers.Away: { Count: > 0 } away } => $"Nothing is received from {string.Join(", ", away)}.",
        { CanPublish: false } => "What was committed cannot be published.",
        _ => null,
    };

    /// <summary>The relay tells whether the last facts could be published.</summary>
    public void TellWhether(bool published) => _life.CanPublish = published;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var patience = FirstPatience;
        while (true)
        {
            using var starting = new CancellationTokenSource();
            // Without a broker it starts whenever there is one: a service still answers reads and records work, and the outbox waits.
            var started = _life.Bus.StartAsync(starting.Token);
            var wasWell = await UntilInTroubleFor(patience, stoppingToken);
            await starting.CancelAsync();
            var stopped = Stop(_life.Bus, started);
            if (stoppingToken.IsCancellationRequested)
            {
                await stopped;
                return;
            }

            // Longer each time that it did not help: a broker that is slow must not be asked for more and more.
            patience = wasWell ? FirstPatience : patience * 2 < LongestPatience ? patience * 2 : LongestPatience;
            _life = new Life(_build(), _queues) { CanPublish = _life.CanPublish };
        }
    }

    private async Task<bool> UntilInTroubleFor(TimeSpan patience, CancellationToken ct)
    {
        var (wasWell, since) = (false, Stopwatch.GetTimestamp());
        while (true)
        {
            await Task.Delay(BetweenLooks, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ct.IsCancellationRequested) return wasWell;
            var trouble = Trouble;
            if (trouble is null) (wasWell, since) = (true, Stopwatch.GetTimestamp());
            if (Stopwatch.GetElapsedTime(since) < patience) continue;
            _log.LogWarning("The bus has been in trouble for {Patience}, and is left behind for a new one: {Trouble}", patience, trouble);
            return wasWell;
        }
    }

    // What is stuck in it holds up its stop as well; such a bus is left to itself, without consumers.
    private async Task Stop(IBusControl bus, Task started)
    {
        try
        {
            await Task.WhenAny(started, Task.Delay(StopLimit, CancellationToken.None));
            using var limit = new CancellationTokenSource(StopLimit);
            await bus.StopAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception e)
        {
            _log.LogWarning(e, "The bus did not stop in time");
        }
    }

    private sealed class Life
    {
        public Life(IBusControl bus, IReadOnlyList<string> queues)
        {
            (Bus, Consumers) = (bus, new Consumers(queues));
            bus.ConnectReceiveEndpointObserver(Consumers);
        }

        public IBusControl Bus { get; }

        public Consumers Consumers { get; }

        public volatile bool CanPublish = true;
    }
}
