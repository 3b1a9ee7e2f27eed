using System.Net;
using System.Net.Sockets;

namespace FactoryFlow.AppHost.Processes;

/// <summary>Finds loopback ports that nobody listens on.</summary>
internal static class FreePort
{
    // Below the range from which the kernel takes the ports of outgoing connections, which could take ours in the meantime.
    private const int First = 15_000, End = 32_000;

    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        lock (Given)
        {
            while (true)
            {
                var port = Random.Shared.Next(First, End);
                if (IsFree(port) && Given.Add(port))
                    return port;
            }
        }
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
