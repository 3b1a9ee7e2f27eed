using FactoryFlow.AppHost.Processes;
using FactoryFlow.AppHost.Servers;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>One service's database with its two roles, created when the server is ready.</summary>
internal sealed class DatabaseResource(string name, PostgresResource server) : Resource(name + "-db", "PostgresDatabase")
{
    private CancellationTokenSource _stopping = new();
    private Task _creation = Task.CompletedTask;

    public PostgresResource Server { get; } = server;

    /// <summary>The database's own name.</summary>
    public string Database { get; } = name;

    /// <summary>Its connection strings, once it is ready.</summary>
    public ServiceDatabase? Roles { get; private set; }

    public override string? ConnectionString => Roles?.AppConnectionString;

    public override void Start()
    {
        if (_creation.IsCompleted)
            _creation = Create();
    }

    public override async Task Stop()
    {
        await _stopping.CancelAsync();
        await _creation;
        _stopping.Dispose();
        _stopping = new CancellationTokenSource();
        Set(ResourceState.Exited);
    }

    private async Task Create()
    {
        try
        {
            await WaitForOthers(_stopping.Token);
            Set(ResourceState.Starting);
            Roles = await ServiceDatabase.Create(Server.ConnectionString!, Server.Data, Database, _stopping.Token);
            Started = DateTimeOffset.UtcNow;
            Set(ResourceState.Running);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            Log.Add(e is StartException ? e.Message : e.ToString(), isError: true);
            Set(ResourceState.FailedToStart, e.Message);
        }
    }
}
