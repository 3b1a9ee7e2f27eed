using System.Collections.Concurrent;
using MassTransit;

namespace FactoryFlow.Platform.Messages;

/// <summary>Which of the queues that a bus must consume it does consume. MassTransit's own health takes a consumer that never began for a healthy one.</summary>
/// <param name="queues">The queues.</param>
internal sealed class Consumers(IReadOnlyList<string> queues) : IReceiveEndpointObserver
{
    private readonly ConcurrentDictionary<string, bool> _there = new();

    /// <summary>The queues that it does not consume.</summary>
    public IReadOnlyList<string> Away => [.. queues.Where(queue => !_there.ContainsKey(queue))];

    public Task Ready(ReceiveEndpointReady ready)
    {
        _there[QueueOf(ready.InputAddress)] = true;
        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Gone(stopping.InputAddress);

    public Task Completed(ReceiveEndpointCompleted completed) => Gone(completed.InputAddress);

    public Task Faulted(ReceiveEndpointFaulted faulted) => Gone(faulted.InputAddress);

    private Task Gone(Uri address)
    {
        _there.TryRemove(QueueOf(address), out _);
        return Task.CompletedTask;
    }

    private static string QueueOf(Uri address) => address.Segments[^1];
}
