using System.Diagnostics;
using System.Globalization;

namespace FactoryFlow.Bench;

/// <summary>A number of clients that work one call after the other, for a time, after a time to get warm.</summary>
internal sealed class Load(int clients, TimeSpan warmUp, TimeSpan duration)
{
    private long _issued;
    private long _counted;
    private long _failures;
    private long _answers;

    /// <summary>Calls a second to offer, all clients together; 0 for as many as come back.</summary>
    public int Rate { get; init; }

    /// <summary>Told of each answer: the step and the moment.</summary>
    public Action<Guid, long>? Answered { get; init; }

    /// <summary>Milliseconds of each call.</summary>
    public Percentiles Latency { get; } = new();

    /// <summary>Calls that were answered, those of the time to get warm included.</summary>
    public long Answers => _answers;

    public double PerSecond => _counted / duration.TotalSeconds;

    public long Failures => _failures;

    /// <summary>What came of it, in a line.</summary>
    public string Report(string what) => string.Create(CultureInfo.InvariantCulture,
        $"{what,-40} {PerSecond,7:0}/s   p50 {Latency.At(0.50),6:0.00} ms   p99 {Latency.At(0.99),6:0.00} ms   failures {Failures}");

    /// <summary>Runs until the time or the work is over.</summary>
    /// <param name="client">Makes one client: it does the next call and answers the step, or null when nothing is left.</param>
    public async Task Run(Func<Func<Task<Guid?>>> client)
    {
        var start = Stopwatch.GetTimestamp();
        var end = warmUp + duration;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            var call = client();
            while (Stopwatch.GetElapsedTime(start) < end)
            {
                if (Rate > 0) await Turn(start);
                var began = Stopwatch.GetTimestamp();
                try
                {
                    if (await call() is not { } step) return;
                    var answered = Stopwatch.GetTimestamp();
                    Interlocked.Increment(ref _answers);
                    Answered?.Invoke(step, answered);
                    var at = Stopwatch.GetElapsedTime(start, answered);
                    if (at < warmUp || at >= end) continue;
                    Interlocked.Increment(ref _counted);
                    Latency.Add(Stopwatch.GetElapsedTime(began, answered).TotalMilliseconds);
                }
                catch (Exception e) when (e is HttpRequestException or Npgsql.NpgsqlException)
                {
                    if (Interlocked.Increment(ref _failures) == 1) Console.WriteLine("First failure: " + e.Message);
                }
            }
        })));
    }

    // Each call has its moment; a client that is late does not wait.
    private async Task Turn(long start)
    {
        var due = TimeSpan.FromSeconds((double)Interlocked.Increment(ref _issued) / Rate);
        var wait = due - Stopwatch.GetElapsedTime(start);
        if (wait > TimeSpan.Zero) await Task.Delay(wait);
    }
}
