using System.Diagnostics;

namespace FactoryFlow.Platform.Messages;

/// <summary>Keeps batches apart: the first after a pause is done at once, and what comes right behind it gathers for the next.</summary>
/// <param name="apart">From the beginning of one to that of the next, at least.</param>
internal sealed class Pace(TimeSpan apart)
{
    private long _began;

    /// <summary>Waits until the next batch may begin.</summary>
    public Task Next(CancellationToken ct)
    {
        var rest = _began == 0 ? TimeSpan.Zero : apart - Stopwatch.GetElapsedTime(_began);
        _began = Stopwatch.GetTimestamp();
        if (rest <= TimeSpan.Zero) return Task.CompletedTask;
        _began += (long)(rest.TotalSeconds * Stopwatch.Frequency);
        return Task.Delay(rest, ct);
    }
}
