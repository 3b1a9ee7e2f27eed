namespace FactoryFlow.Platform.Messages;

/// <summary>Wakes the relay of this process after a commit that published; other processes find their rows by polling.</summary>
internal sealed class RelaySignal
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    /// <summary>Something was published.</summary>
    public void Wake()
    {
        // A count above one would only make the relay look twice.
        try
        {
            if (_signal.CurrentCount == 0) _signal.Release();
        }
        catch (SemaphoreFullException)
        {
        }
    }

    /// <summary>Waits until something was published, at most for <paramref name="limit" />.</summary>
    public Task Wait(TimeSpan limit, CancellationToken ct) => _signal.WaitAsync(limit, ct);
}
