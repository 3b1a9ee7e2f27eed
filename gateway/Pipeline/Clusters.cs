using System.Net;
using System.Text;
using FactoryFlow.Platform.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>The services as YARP sees them: where they are, how they are spoken to, how they are known to be well.</summary>
internal static class Clusters
{
    private static readonly ForwarderRequestConfig Http2Only = new()
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        // A stream may be silent for as long as its client likes; JSON calls have their deadline, dead peers are found by pings.
        ActivityTimeout = Timeout.InfiniteTimeSpan,
    };

    public static IReadOnlyList<ClusterConfig> Of(IEnumerable<string> services, IConfiguration configuration) =>
        [.. services.Select(service => new ClusterConfig
        {
            ClusterId = service,
            LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
            HttpRequest = Http2Only,
            HttpClient = new HttpClientConfig { EnableMultipleHttp2Connections = true },
            HealthCheck = new HealthCheckConfig
            {
                Active = new ActiveHealthCheckConfig
                {
                    Enabled = true,
                    Interval = TimeSpan.FromSeconds(5),
                    Timeout = TimeSpan.FromSeconds(3),
                    Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                    Path = "/health/ready",
                },
                Passive = new PassiveHealthCheckConfig
                {
                    Enabled = true,
                    Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate,
                    ReactivationPeriod = TimeSpan.FromSeconds(5),
                },
                // When all look ill, trying one beats refusing unseen: a service that just came back is found at once.
                AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            },
            Destinations = AddressesOf(service, configuration).ToDictionary(
                address => address, address => new DestinationConfig { Address = address }, StringComparer.Ordinal),
        })];

    /// <summary>Every service that is configured, also one that has no RPC yet.</summary>
    public static IEnumerable<string> Configured(IConfiguration configuration) =>
        configuration.GetSection("services").GetChildren().Select(child => child.Key).Where(service => AddressesOf(service, configuration).Any());

    /// <summary>Where a service listens: <c>services:{name}:grpc:0</c> and on.</summary>
    public static IEnumerable<string> AddressesOf(string service, IConfiguration configuration) =>
        configuration.GetSection($"services:{service}:grpc").GetChildren()
            .Select(child => child.Value)
            .OfType<string>()
            .Where(address => address.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>One way to connect for forwarding, health checks and readiness.</summary>
    public static void Configure(SocketsHttpHandler handler)
    {
        handler.EnableMultipleHttp2Connections = true;
        // One answer with too many would end the calls of everybody that share its connection.
        handler.MaxResponseHeadersLength = ServiceClients.MostHeaderKilobytes;
        handler.ConnectTimeout = TimeSpan.FromSeconds(2);
        // A header beyond ASCII goes to the service as it came, which can say what is wrong with it; refused here it would look like an outage.
        handler.RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8;
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(20);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
    }
}
