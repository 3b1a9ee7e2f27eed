using System.Globalization;
using FactoryFlow.AppHost.Hosting;
using FactoryFlow.AppHost.Processes;
using FactoryFlow.AppHost.Servers;

namespace FactoryFlow.AppHost;

/// <summary>
/// The whole system as Program.cs describes it, in the hands of a test: real processes, started and supervised in this
/// process. <c>await using var system = await FactoryFlowSystem.Start();</c>
/// </summary>
public sealed class FactoryFlowSystem : IAsyncDisposable
{
    private readonly DistributedApplication _application;
    private readonly DataFolder? _temporary;
    private readonly TaskCompletionSource<int> _finished;
    private readonly Task _program;

    private FactoryFlowSystem(DistributedApplication application, DataFolder? temporary, TaskCompletionSource<int> finished, Task program) =>
        (_application, _temporary, _finished, _program) = (application, temporary, finished, program);

    /// <summary>The e-mail address of the first platform administrator in Development.</summary>
    public static string AdministratorEmail => "admin@factoryflow.localhost";

    /// <summary>That administrator's password.</summary>
    public string AdministratorPassword => _application.Description.AdministratorPassword!.Value;

    /// <summary>Where the gateway takes JSON.</summary>
    public Uri GatewayAddress => Loopback(_application.Options.GatewayPort);

    /// <summary>Where the gateway takes gRPC, over HTTP/2 in clear text.</summary>
    public Uri GrpcAddress => Loopback(_application.Options.GrpcPort);

    /// <summary>Where the dashboard is, when there is one.</summary>
    public Uri DashboardAddress => Loopback(_application.Options.DashboardPort);

    /// <summary>Where everything is kept.</summary>
    public string DataFolder => _application.Options.Data;

    /// <summary>The names of everything that the system is made of.</summary>
    public IReadOnlyList<string> Resources => [.. _application.Resources.Select(resource => resource.Name)];

    /// <summary>Starts everything and waits until all of it is ready.</summary>
    /// <param name="options">The default keeps data in a temporary folder, on free ports, without a dashboard.</param>
    /// <param name="cancellationToken">Gives up, and stops what was started.</param>
    public static Task<FactoryFlowSystem> Start(SystemOptions? options = null, CancellationToken cancellationToken = default) =>
        Start(RunProgram, options ?? new SystemOptions(), cancellationToken);

    /// <summary>The same for any program that describes a system.</summary>
    internal static async Task<FactoryFlowSystem> Start(Func<string[], Task<int>> main, SystemOptions options, CancellationToken cancellationToken)
    {
        var temporary = options.DataFolder is null ? Servers.DataFolder.Temporary() : null;
        string[] arguments =
        [
            "--data", temporary?.Path ?? options.DataFolder!,
            "--gateway-port", Text(options.GatewayPort), "--grpc-port", Text(options.GrpcPort), "--dashboard-port", "0",
            .. options.Dashboard ? Array.Empty<string>() : ["--no-dashboard"],
        ];
        var (application, finished, program) = await Describe(main, arguments);
        foreach (var project in application.Resources.OfType<ProjectResource>())
            project.Environment.AddRange(options.Environment.Select(variable => new EnvironmentVariable(variable.Key, () => variable.Value)));

        var system = new FactoryFlowSystem(application, temporary, finished, program);
        try
        {
            await application.Start(cancellationToken);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the process without warning (SIGKILL). Supervision starts it again after a moment.</summary>
    /// <param name="name">A service, gateway, postgres or rabbitmq.</param>
    public Task Kill(string name) => _application.Find<ProcessResource>(name).Kill();

    /// <summary>Stops it as an operator would; it stays stopped.</summary>
    /// <param name="name">A service, gateway, postgres or rabbitmq.</param>
    public Task Stop(string name) => _application.Find<ProcessResource>(name).Stop();

    /// <summary>Starts what was stopped, and waits until it is ready.</summary>
    /// <param name="name">A service, gateway, postgres or rabbitmq.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task StartAgain(string name, CancellationToken cancellationToken = default)
    {
        var resource = _application.Find<ProcessResource>(name);
        // A stop that is still under way would swallow the start.
        await resource.Stop();
        resource.Start();
        await WaitUntilReady(name, cancellationToken);
    }

    /// <summary>Waits until it is running and healthy, such as after <see cref="Kill"/>.</summary>
    /// <param name="name">A service, gateway, postgres or rabbitmq.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task WaitUntilReady(string name, CancellationToken cancellationToken = default) => _application.Find<Resource>(name).Ready.WaitAsync(cancellationToken);

    /// <summary>The newest lines that it wrote on its console.</summary>
    /// <param name="name">A service, gateway, postgres or rabbitmq.</param>
    public IReadOnlyList<LogLine> Log(string name) => _application.Find<Resource>(name).Log.After(0);

    /// <summary>The id of its process; null while there is none.</summary>
    /// <param name="name">A service, gateway, postgres or rabbitmq.</param>
    public int? ProcessId(string name) => _application.Find<ProcessResource>(name).ProcessId;

    /// <summary>Where a service listens, past the gateway.</summary>
    /// <param name="service">Such as production.</param>
    public Uri Address(string service) => _application.Find<ProjectResource>(service).Address;

    /// <summary>A service's database.</summary>
    /// <param name="service">Such as production.</param>
    public ServiceDatabase Database(string service) => _application.Resources.OfType<DatabaseResource>().Single(database => database.Database == service).Roles!;

    /// <summary>The administrator's connection string of postgres, or the address of rabbitmq.</summary>
    /// <param name="name">postgres or rabbitmq.</param>
    public string ConnectionString(string name) => _application.Find<Resource>(name).ConnectionString!;

    /// <summary>Stops everything, and removes the data when the folder was a temporary one.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _finished.TrySetResult(0);
        await _program;
        _temporary?.Delete();
    }

    // The program itself describes the system, up to where it would run it.
    private static async Task<(DistributedApplication Application, TaskCompletionSource<int> Finished, Task Program)> Describe(Func<string[], Task<int>> main, string[] arguments)
    {
        var described = new TaskCompletionSource<DistributedApplication>(TaskCreationOptions.RunContinuationsAsynchronously);
        var finished = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var program = Task.Run(() =>
        {
            DistributedApplication.Runner.Value = application =>
            {
                application.Description.Announcer = new Announcer(TextWriter.Null);
                described.TrySetResult(application);
                return finished.Task;
            };
            return main(arguments);
        });
        if (await Task.WhenAny(described.Task, program) == program)
            await program;
        return (await described.Task, finished, program);
    }

    // The compiler's entry point waits for the asynchronous one, and so holds a thread as long as the system runs.
    private static Task<int> RunProgram(string[] arguments) => Task.FromResult((int)typeof(FactoryFlowSystem).Assembly.EntryPoint!.Invoke(null, [arguments])!);

    private static Uri Loopback(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}

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
