using System.Net;
using System.Net.Sockets;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>
/// Calls to addresses that tenants name. Each leads to an address that may be called, which is looked at when the connection is made, so
/// that no name that changes its address and no redirect leads elsewhere.
/// </summary>
internal static class Outgoing
{
    private const int MostHeaderKilobytes = 16, MostAddresses = 4;

    /// <summary>What makes the calls.</summary>
    public static HttpMessageInvoker Invoker(AddressPolicy policy) => new(new SocketsHttpHandler
    {
        ConnectCallback = (context, ct) => Connect(policy, context, ct),
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        // Our traces are nobody else's.
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = MostHeaderKilobytes,
        MaxResponseDrainSize = 0,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
    });

    /// <summary>What went wrong, without what a library says of it: that may repeat a url, or say more of the network than is anybody's business.</summary>
    public static string ErrorOf(Exception e, TimeSpan patience) => e switch
    {
        OperationCanceledException => $"There was no answer within {patience.TotalSeconds} seconds.",
        HttpRequestException { InnerException: RefusedAddressException } => "The address is loopback, private or link-local, and is not called.",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } or HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => "The host's name leads nowhere.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "There was no secure connection: the certificate may be wrong.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "There was no connection.",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.Unknown } => "The connection ended before the answer.",
        HttpRequestException => "The answer was no HTTP, or its headers were too long.",
        _ => "The call could not be made.",
    };

    private static async ValueTask<Stream> Connect(AddressPolicy policy, SocketsHttpConnectionContext context, CancellationToken ct)
    {
        // A name server that is slow holds up a thread for as long: one of its own, and none that others wait for.
        var found = await Task.Factory.StartNew(() => Dns.GetHostAddresses(context.DnsEndPoint.Host), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(ct);
        var allowed = found.Where(policy.Allows).Take(MostAddresses).ToArray();
        if (allowed.Length == 0) throw new RefusedAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>None of a host's addresses may be called.</summary>
    private sealed class RefusedAddressException : IOException;
}
