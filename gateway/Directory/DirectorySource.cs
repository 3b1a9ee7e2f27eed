namespace FactoryFlow.Gateway.Directory;

/// <summary>One of the services that the directory is told by, and when it last answered.</summary>
internal sealed class DirectorySource(string name, TimeProvider clock)
{
    private long _answeredAt;

    /// <summary>What it tells about.</summary>
    public string Name => name;

    /// <summary>Whether it has answered yet.</summary>
    public bool HasAnswered => Volatile.Read(ref _answeredAt) != 0;

    /// <summary>How long ago it last answered everything there was; null before it ever did.</summary>
    public TimeSpan? Age => Volatile.Read(ref _answeredAt) is var ticks and not 0 ? clock.GetUtcNow() - new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>It has answered everything there is.</summary>
    public void Answered() => Volatile.Write(ref _answeredAt, clock.GetUtcNow().UtcTicks);
}
