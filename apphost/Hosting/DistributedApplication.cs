using System.Threading.Channels;
using FactoryFlow.AppHost.Dashboard;
using FactoryFlow.AppHost.Fetching;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>The described system, which can be started, watched and stopped.</summary>
internal sealed class DistributedApplication(DistributedApplicationBuilder builder) : IAsyncDisposable
{
    private FolderLock? _lock;

    /// <summary>Set by whoever takes the application that Program.cs describes, instead of having it run on the console.</summary>
    internal static AsyncLocal<Func<DistributedApplication, Task<int>>?> Runner { get; } = new();

    public DistributedApplicationBuilder Description => builder;

    public CommandLine Options => builder.Options;

    public IReadOnlyList<Resource> Resources => builder.Resources;

    /// <summary>Null when there is to be none.</summary>
    public AspireDashboard? Dashboard { get; private set; }

    private IEnumerable<Resource> Everything => Dashboard is null ? Resources : [.. Resources, Dashboard];

    public static DistributedApplicationBuilder CreateBuilder(string[] arguments) => new(arguments);

    /// <summary>Runs it until it is told to stop; the result is the process's exit code.</summary>
    public Task<int> RunAsync() => (Runner.Value ?? ConsoleRun.Run)(this);

    /// <summary>The resource of this name.</summary>
    public T Find<T>(string name)
        where T : Resource =>
        Resources.OfType<T>().FirstOrDefault(resource => resource.Name == name)
        ?? throw new ArgumentException($"There is no such resource as {name}; there are {string.Join(", ", Resources.OfType<T>().Select(resource => resource.Name))}.");

    /// <summary>Starts everything, each as soon as what it waits for is ready, and ends when all are.</summary>
    public async Task Start(CancellationToken cancellationToken)
    {
        if (Options.Dashboard)
            Dashboard = new AspireDashboard(this);
        Options.CheckPorts();
        CheckAdministratorPassword();
        _lock = FolderLock.TryTake(Path.Combine(builder.Data.Path, "lock"))
            ?? throw new StartException($"FactoryFlow already runs with the data in {builder.Data.Path}: stop it, or choose another folder with --data.");
        var pidFiles = new PidFiles(builder.Data.Subfolder("run"));
        await pidFiles.ClearLeftovers(TimeSpan.FromSeconds(8));

        foreach (var resource in Everything.OfType<ProcessResource>())
            resource.PidFiles = pidFiles;
        foreach (var project in Resources.OfType<ProjectResource>())
            project.VariablesKnown = Dashboard?.Decided ?? Task.CompletedTask;
        foreach (var resource in Everything)
            resource.Start();
        await foreach (var ready in Task.WhenEach(Resources.Select(resource => resource.Ready)).WithCancellation(cancellationToken))
            await ready;
        if (Dashboard is not null)
            await Dashboard.ReadyOrLeftOut.WaitAsync(cancellationToken);
    }

    /// <summary>What is still awaited, in one sentence.</summary>
    public string WaitingFor() =>
        "Waiting for " + string.Join(", ", Everything.Where(resource => resource is ProcessResource && resource.State is not (ResourceState.Running or ResourceState.FailedToStart)).Select(resource => resource.Name));

    /// <summary>Every change of a resource from now on, until cancelled.</summary>
    public IAsyncEnumerable<Resource> Changes(CancellationToken cancellationToken)
    {
        var changes = Channel.CreateUnbounded<Resource>();
        void Changed(Resource resource) => changes.Writer.TryWrite(resource);
        foreach (var resource in Everything)
            resource.Changed += Changed;
        cancellationToken.Register(() =>
        {
            foreach (var resource in Everything)
                resource.Changed -= Changed;
        });
        return changes.Reader.ReadAllAsync(cancellationToken);
    }

    /// <summary>What is shown: everything, the dashboard itself among it.</summary>
    public IReadOnlyList<Resource> Shown => [.. Everything];

    /// <summary>Stops the services first and then what they rely on, so that they can finish what they have begun.</summary>
    public async Task Stop()
    {
        var services = Resources.OfType<ExecutableResource>().ToList();
        await Task.WhenAll(services.Select(resource => resource.Stop()));
        await Task.WhenAll(Everything.Except(services).Select(resource => resource.Stop()));
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        foreach (var resource in Everything)
            await resource.DisposeAsync();
        if (_lock is not null)
            await _lock.DisposeAsync();
    }

    // The account is created with the first password, so a later start without the variable has to find the same.
    private void CheckAdministratorPassword()
    {
        if (builder.AdministratorPassword is not { } password)
            return;
        if (!DistributedApplicationBuilder.IsDevelopment && password.Given is null)
            throw new StartException($"Outside Development nobody makes up the platform administrator's password: give it in {password.Variable}.");
        if (DistributedApplicationBuilder.IsDevelopment && password.Given is not null)
            password.KeepGiven();
    }
}
