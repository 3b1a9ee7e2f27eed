namespace FactoryFlow.AppHost.Servers;

/// <summary>How a server is started.</summary>
public sealed record ServerOptions
{
    /// <summary>Where it keeps its state; null for a temporary folder that disposing removes.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The loopback port; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>Told in sentences what takes long, such as a download.</summary>
    public Action<string> Report { get; init; } = _ => { };
}
