namespace FactoryFlow.Gateway;

/// <summary>What can be set from outside, under <c>Gateway</c> in the configuration.</summary>
internal sealed class GatewaySettings
{
    /// <summary>The largest body of a JSON request.</summary>
    public const int MostBodyBytes = 1 << 20;

    /// <summary>How deep objects and lists may nest there; three protobuf levels each stay below the services' own limit of 100.</summary>
    public const int MostBodyDepth = 32;

    /// <summary>How much longer than the service's own deadline a service that went silent is waited for.</summary>
    public static readonly TimeSpan DeadlineGrace = TimeSpan.FromSeconds(1);

    /// <summary>Where gRPC is listened for, over HTTP/2 without TLS; nowhere when absent.</summary>
    public string? GrpcUrl { get; init; }

    /// <summary>How long a client may take to send the body of a JSON call, and then again a service to answer it.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many connections each address that is listened at takes, -1 for any number: what one can make the gateway hold is bounded, and so then is all.</summary>
    public int Connections { get; init; } = 10_000;

    /// <summary>How often tenancy and identity are asked who may be let in.</summary>
    public TimeSpan DirectoryInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many calls without a valid token one address may make in a minute; -1 is any number.</summary>
    public int AnonymousRequestsPerMinute { get; init; } = 300;

    /// <summary>
    /// How many calls may be under way to each service, streams aside, those that wait for their turn included, of which half may be one
    /// tenant's; -1 is any number, and none waits.
    /// </summary>
    public int CallsUnderWay { get; init; } = 256;

    /// <summary>How many of them each instance of a service is given at once while more wait: what keeps it busy.</summary>
    public int CallsAtOnce { get; init; } = Math.Max(8, 4 * Environment.ProcessorCount);

    /// <summary>Origins whose pages may call for any tenant and for the platform: the operator's own.</summary>
    public string[] CorsOrigins { get; init; } = [];

    /// <summary>What stands behind the slug in tenants' domains: who calls there must be that tenant's. Empty when no domain says whose it is.</summary>
    public string TenantDomain { get; init; } = "localhost";

    /// <summary>Addresses or networks (CIDR) of proxies in front, whose word for the client's address and scheme is taken.</summary>
    public string[] TrustedProxies { get; init; } = [];

    /// <summary>What is configured, once it is known to make sense.</summary>
    /// <exception cref="InvalidOperationException">A setting is none; the message names it.</exception>
    public static GatewaySettings From(IConfiguration configuration)
    {
        var settings = configuration.GetSection("Gateway").Get<GatewaySettings>() ?? new GatewaySettings();
        Require(settings.Deadline > TimeSpan.Zero, nameof(Deadline), "a time such as 00:00:30");
        Require(settings.Connections is -1 or > 0, nameof(Connections), "a number from 1 on, or -1 for any number");
        Require(settings.DirectoryInterval > TimeSpan.Zero, nameof(DirectoryInterval), "a time such as 00:00:05");
        Require(settings.AnonymousRequestsPerMinute >= -1, nameof(AnonymousRequestsPerMinute), "a number, or -1 for any number");
        Require(settings.CallsUnderWay is -1 or > 0, nameof(CallsUnderWay), "a number from 1 on, or -1 for any number");
        Require(settings.CallsAtOnce > 0, nameof(CallsAtOnce), "a number from 1 on");
        return settings;
    }

    private static void Require(bool isSo, string name, string what)
    {
        if (!isSo) throw new InvalidOperationException($"Gateway__{name} must be {what}.");
    }
}
