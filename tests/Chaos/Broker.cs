using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace FactoryFlow.Chaos.Tests;

/// <summary>The broker, looked at from outside the services.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private readonly IConnection _connection;

    private Broker(IConnection connection) => _connection = connection;

    public static async Task<Broker> Open(RunningSystem system) =>
        new(await new ConnectionFactory { Uri = new Uri(system.Handle.ConnectionString("rabbitmq")) }.CreateConnectionAsync());

    /// <summary>How many messages a queue holds; null when there is no such queue.</summary>
    public async Task<long?> Count(string queue)
    {
        await using var channel = await _connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (OperationInterruptedException)
        {
            return null;
        }
    }

    /// <summary>Takes every message and lets each go again, as a consumer does that dies with them in hand.</summary>
    public async Task TakeAndDie(string queue)
    {
        await using var channel = await _connection.CreateChannelAsync();
        while (await channel.BasicGetAsync(queue, autoAck: false) is not null)
        {
        }
    }

    /// <summary>Brings every message of one queue back to another, as an operator does.</summary>
    public async Task Move(string from, string to)
    {
        await using var channel = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        while (await channel.BasicGetAsync(from, autoAck: false) is { } message)
        {
            await channel.BasicPublishAsync("", to, mandatory: true, new BasicProperties(message.BasicProperties), message.Body);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
