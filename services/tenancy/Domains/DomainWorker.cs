using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Tenancy.Domains;

/// <summary>Asks providers for the domains that are due, several at the same time, and writes down what each answered.</summary>
internal sealed class DomainWorker(TenantDb db, IEnumerable<IDomainProvider> providers, ILogger<DomainWorker> log) : BackgroundService
{
    private const int MostAtOnce = 8;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250), PauseAfterFailure = TimeSpan.FromSeconds(2);

    // An attempt is up to three calls.
    private static readonly TimeSpan Lease = (ProviderApi.CallLimit * 3) + TimeSpan.FromSeconds(7);

    private readonly Dictionary<string, IDomainProvider> _providers = providers.ToDictionary(p => p.ProviderName);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_providers.Count == 0) return;
        var running = new List<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = PollInterval;
            try
            {
                running.RemoveAll(task => task.IsCompleted);
                var due = await db.Through(Door.Timers, tx => DomainRequestStore.Take(tx, [.. _providers.Keys], MostAtOnce - running.Count, Lease), stoppingToken);
                running.AddRange(due.Select(request => Attempt(request, stoppingToken)));
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "Due domains could not be looked for; trying again in {Pause}", PauseAfterFailure);
                pause = PauseAfterFailure;
            }

            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(running);
    }

    private async Task Attempt(DomainRequest request, CancellationToken ct)
    {
        try
        {
            var answer = await _providers[request.Provider].Connect(request.Domain, ct);
            if (answer.Problem is { } problem) log.LogWarning("The domain {Domain} is not connected, attempt {Attempt}: {Problem}", request.Domain, request.Attempts, problem);
            await db.As(request.TenantId, tx => Keep(tx, request, answer), ct);
        }
        catch (Exception e)
        {
            if (!ct.IsCancellationRequested) log.LogWarning(e, "What came of the domain {Domain} could not be kept; it is tried again", request.Domain);
        }
    }

    private static async Task<bool> Keep(TenantTx tx, DomainRequest request, DomainAnswer answer)
    {
        if (answer.Problem is { } problem)
        {
            DomainRequestStore.Fail(tx, request, problem, tx.Now + DomainBackoff.Next(request.Attempts, tx.Now - request.RoundTime, answer.RetryAfter, Random.Shared.NextDouble()));
            return true;
        }

        var isNew = DomainRequestStore.Succeed(tx, request.Provider);
        await tx.Flush();
        if (isNew.Rows.Count > 0)
            tx.Publish(new DomainConnected { EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, Domain = request.Domain, Provider = request.Provider });
        return true;
    }
}
