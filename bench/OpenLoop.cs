using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace FactoryFlow.Bench;

/// <summary>
/// Calls that come when they come, however long the answers take: as many a second as are offered, until as many are under way as the client
/// itself bears. What comes then is held back, and counted.
/// </summary>
internal sealed class OpenLoop(int perSecond, int mostUnderWay, TimeSpan duration)
{
    // Longer than the gateway waits for a service.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
    private int _underWay;
    private long _accepted;
    private long _firstFailureTold;

    /// <summary>How often each status was answered; 0 where the connection broke or nothing came.</summary>
    public ConcurrentDictionary<int, long> Statuses { get; } = new();

    /// <summary>Milliseconds of the calls that were done.</summary>
    public Percentiles Accepted { get; } = new();

    /// <summary>Milliseconds of those that were turned away.</summary>
    public Percentiles TurnedAway { get; } = new();

    /// <summary>Calls that were not made, as too many were under way.</summary>
    public long HeldBack { get; private set; }

    /// <summary>Answers 429 and 503 that do not say when to come again.</summary>
    public long WithoutRetryAfter { get; private set; }

    /// <summary>Calls done in a second, of those that were answered in time.</summary>
    public double Goodput => _accepted / duration.TotalSeconds;

    /// <summary>Offers the calls and waits for what is still under way.</summary>
    /// <param name="call">Makes a call and answers what came back; null when nothing is left to call.</param>
    /// <param name="stopping">Ends the offering early.</param>
    public async Task Run(Func<Task<HttpResponseMessage?>> call, CancellationToken stopping = default)
    {
        var (start, issued) = (Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < duration && !stopping.IsCancellationRequested)
        {
            for (var due = (long)(elapsed.TotalSeconds * perSecond); issued < due; issued++)
            {
                if (Volatile.Read(ref _underWay) >= mostUnderWay) HeldBack++;
                else Begin(call, start);
            }

            await Task.Delay(2, CancellationToken.None);
        }

        var waiting = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _underWay) > 0 && Stopwatch.GetElapsedTime(waiting) < Patience) await Task.Delay(20, CancellationToken.None);
    }

    private void Begin(Func<Task<HttpResponseMessage?>> call, long start)
    {
        Interlocked.Increment(ref _underWay);
        _ = Task.Run(async () =>
        {
            try
            {
                var began = Stopwatch.GetTimestamp();
                using var response = await call();
                if (response is not null) Count(response, Stopwatch.GetElapsedTime(began).TotalMilliseconds, Stopwatch.GetElapsedTime(start) < duration);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                Add(0);
                if (Interlocked.Increment(ref _firstFailureTold) == 1) Console.WriteLine("First failure: " + e.Message);
            }
            finally
            {
                Interlocked.Decrement(ref _underWay);
            }
        });
    }

    private void Count(HttpResponseMessage response, double milliseconds, bool isInTime)
    {
        Add((int)response.StatusCode);
        if (response.IsSuccessStatusCode)
        {
            if (isInTime) Interlocked.Increment(ref _accepted);
            Accepted.Add(milliseconds);
            return;
        }

        TurnedAway.Add(milliseconds);
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is null)
            lock (Statuses) WithoutRetryAfter++;
    }

    private void Add(int status) => Statuses.AddOrUpdate(status, 1, static (_, count) => count + 1);
}
