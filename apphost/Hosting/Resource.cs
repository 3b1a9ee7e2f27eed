using System.Security.Cryptography;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>One thing that the system is made of, with what it is doing at the moment.</summary>
internal abstract class Resource(string name, string type) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _ready = NewReady();

    public string Name { get; } = name;

    /// <summary>What the dashboard calls this kind of thing.</summary>
    public string Type { get; } = type;

    /// <summary>Tells this start's telemetry from that of others.</summary>
    public string Suffix { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    public string Id => $"{Name}-{Suffix}";

    public LogBuffer Log { get; } = new();

    /// <summary>Those that must be ready before this one starts.</summary>
    public List<Resource> WaitsFor { get; } = [];

    /// <summary>Those whose address this one is given.</summary>
    public List<Resource> References { get; } = [];

    /// <summary>Where it can be reached, by name of the endpoint.</summary>
    public List<(string Name, string Url)> Endpoints { get; } = [];

    public ResourceState State { get; private set; }

    /// <summary>Why it failed, or what it is doing that takes long.</summary>
    public string? Note { get; private set; }

    public DateTimeOffset Created { get; } = DateTimeOffset.UtcNow;

    public DateTimeOffset? Started { get; protected set; }

    public DateTimeOffset? Stopped { get; protected set; }

    /// <summary>Ends when the resource is running and healthy; fails when it has given up.</summary>
    public Task Ready
    {
        get
        {
            lock (_gate)
                return _ready.Task;
        }
    }

    /// <summary>Raised when anything that is shown has changed.</summary>
    public event Action<Resource>? Changed;

    /// <summary>Starts it once what it waits for is ready; does not wait until it is ready itself.</summary>
    public abstract void Start();

    /// <summary>Stops it, for good until it is started again.</summary>
    public abstract Task Stop();

    public virtual async ValueTask DisposeAsync()
    {
        await Stop();
        GC.SuppressFinalize(this);
    }

    /// <summary>What it takes to connect, where it is something to connect to.</summary>
    public virtual string? ConnectionString => null;

    /// <summary>From now on it is not ready, whatever it was.</summary>
    protected void NotReady()
    {
        lock (_gate)
        {
            if (_ready.Task.IsCompleted)
                _ready = NewReady();
        }
    }

    protected void Set(ResourceState state, string? note = null)
    {
        State = state;
        Note = note;
        if (state != ResourceState.Running)
            NotReady();
        lock (_gate)
        {
            if (state == ResourceState.Running)
                _ready.TrySetResult();
            else if (state == ResourceState.FailedToStart)
                _ready.TrySetException(new StartException(note ?? $"{Name} did not start."));
        }
        Changed?.Invoke(this);
    }

    protected async Task WaitForOthers(CancellationToken cancellationToken)
    {
        Set(ResourceState.Waiting);
        await Task.WhenAll(WaitsFor.Select(other => other.Ready)).WaitAsync(cancellationToken);
    }

    private static TaskCompletionSource NewReady()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // A failure that nobody waits for is shown as a state; it must not surface as an unobserved exception.
        _ = ready.Task.ContinueWith(task => task.Exception, TaskScheduler.Default);
        return ready;
    }
}
