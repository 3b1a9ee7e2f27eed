using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace FactoryFlow.Platform.Messages;

/// <summary>
/// A connection of the service's own to its broker, beside the bus: for what the bus does not do, looking at queues and moving single
/// messages. One that is lost is left behind, and the next call makes another.
/// </summary>
internal sealed class BrokerConnection(Uri address, string service) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private readonly ConnectionFactory _factory = new()
    {
        Uri = address,
        ClientProvidedName = service + "-operations",
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = Limit,
        ContinuationTimeout = Limit,
    };

    private readonly SemaphoreSlim _turn = new(1);
    private IConnection? _connection;

    /// <summary>A channel; messages that were taken through it and not acknowledged go back when it is disposed of.</summary>
    public async Task<IChannel> Channel(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_connection is not { IsOpen: true })
            {
                if (_connection is not null) await _connection.DisposeAsync();
                _connection = null;
                _connection = await _factory.CreateConnectionAsync(ct);
            }

            return await _connection.CreateChannelAsync(Confirmed, ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Puts a message into a queue; completes when the broker has it for certain.</summary>
    /// <exception cref="PublishException">The queue is not there, or does not take it.</exception>
    public async Task Put(string queue, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Limit);
        await using var channel = await Channel(limited.Token);
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, body, limited.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        _turn.Dispose();
    }
}
