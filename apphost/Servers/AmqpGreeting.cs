using System.Net.Sockets;

namespace FactoryFlow.AppHost.Servers;

/// <summary>Asks a broker for its greeting, which is the last thing that it makes ready.</summary>
internal static class AmqpGreeting
{
    private static readonly byte[] ProtocolHeader = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 0, 9, 1];

    public static async Task<bool> Answers(string connectionString, CancellationToken cancellationToken)
    {
        var address = new Uri(connectionString);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port > 0 ? address.Port : 5672, cancellationToken);
            // Behind TLS the broker speaks second; that somebody listens there has to do.
            if (address.Scheme == "amqps")
                return true;
            await client.GetStream().WriteAsync(ProtocolHeader, cancellationToken);
            // The first frame is connection.start: a method frame, type 1.
            var frame = new byte[1];
            return await client.GetStream().ReadAsync(frame, cancellationToken) == 1 && frame[0] == 1;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }
}
