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

    /// <summary>How long a service may take over one JSON call.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);
}
