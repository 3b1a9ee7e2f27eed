using System.Threading.Channels;

namespace FactoryFlow.Platform.Messages;

/// <summary>Wakes the relay of this process after a commit that published; other processes find their rows by polling.</summary>
internal sealed class RelaySignal
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something was published.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    /// <summary>Waits until something was published, at most for <paramref name="limit" />.</summary>
    public async Task Wait(TimeSpan limit, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(limit);
        try
        {
            await _signal.Reader.ReadAsync(limited.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
        }
    }
}
