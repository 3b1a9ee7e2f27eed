namespace FactoryFlow.AppHost.Processes;

/// <summary>What to run, as whom, and how to ask it to end.</summary>
internal sealed record LaunchCommand(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>Variables set on top of the app host's own; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public string WorkingFolder { get; init; } = "/";

    /// <summary>Another account to run as, which only root may ask for.</summary>
    public string? Account { get; init; }

    /// <summary>The signal that asks for a graceful end.</summary>
    public Signal StopSignal { get; init; } = Signal.Terminate;

    /// <summary>How long a graceful end may take before the process tree is killed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
