namespace FactoryFlow.AppHost;

/// <summary>How a test starts the whole system.</summary>
public sealed record SystemOptions
{
    /// <summary>Where everything is kept; null for a temporary folder that disposing removes.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Where the gateway takes JSON; 0 for a free port.</summary>
    public int GatewayPort { get; init; }

    /// <summary>Where the gateway takes gRPC; 0 for a free port.</summary>
    public int GrpcPort { get; init; }

    /// <summary>Whether the Aspire dashboard runs too.</summary>
    public bool Dashboard { get; init; }

    /// <summary>Variables that every service and the gateway are given on top of their own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
