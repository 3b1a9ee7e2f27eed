using System.Globalization;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Servers;

/// <summary>
/// A RabbitMQ node of our own on loopback ports. <c>await using var server = await RabbitMqServer.Start();</c> gives an
/// empty one that vanishes with its data when disposed.
/// </summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private const string User = "factoryflow";

    private readonly DataFolder _data;
    private readonly RabbitMqBinaries _binaries;
    private readonly int _distributionPort = FreePort.Next(), _epmdPort = FreePort.Next();
    private readonly string _folder;
    private readonly ServerProcess _process;

    private RabbitMqServer(DataFolder data, bool temporary, RabbitMqBinaries binaries, int port)
    {
        (_data, _binaries, Port) = (data, binaries, port);
        _process = new ServerProcess("RabbitMQ", data, temporary);
        _folder = data.Subfolder("rabbitmq");
        ConnectionString = $"amqp://{User}:{Uri.EscapeDataString(data.Secret("rabbitmq"))}@127.0.0.1:{port}";
    }

    /// <summary>The loopback port, the same after <see cref="StartAgain"/>.</summary>
    public int Port { get; }

    /// <summary>The amqp address with user and password.</summary>
    public string ConnectionString { get; }

    /// <summary>Where data and secrets are kept.</summary>
    public string Folder => _data.Path;

    internal LogBuffer Log { get; } = new();

    /// <summary>Finds or fetches RabbitMQ, starts it and waits until it answers.</summary>
    public static async Task<RabbitMqServer> Start(ServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = await Prepare(options ?? new ServerOptions(), cancellationToken);
        await server.StartAgain(cancellationToken);
        return server;
    }

    /// <summary>Everything up to the start itself, which the caller's supervision does.</summary>
    internal static async Task<RabbitMqServer> Prepare(ServerOptions options, CancellationToken cancellationToken)
    {
        var data = options.DataFolder is { } folder ? new DataFolder(folder) : DataFolder.Temporary();
        var binaries = await RabbitMqBinaries.Find(options.Report, cancellationToken);
        var server = new RabbitMqServer(data, options.DataFolder is null, binaries, options.Port > 0 ? options.Port : FreePort.Next());
        await server.WriteConfiguration(cancellationToken);
        return server;
    }

    /// <summary>Starts it again on the same data and port, and waits until it answers.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task StartAgain(CancellationToken cancellationToken = default) =>
        _process.Start(Command, Log, Answers, TimeSpan.FromSeconds(90), cancellationToken);

    /// <summary>Stops it as an operator would.</summary>
    public Task Stop() => _process.Stop();

    /// <summary>Kills it without warning, as a power cut would.</summary>
    public Task Kill() => _process.Kill();

    /// <summary>Stops it, and removes its data when the folder was a temporary one.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>The node, and beside it, in the same process group so that it ends with it, Erlang's name server on a port of its own.</summary>
    internal LaunchCommand Command => new("sh", ["-c", "\"$1/epmd\" -port \"$ERL_EPMD_PORT\" -address 127.0.0.1 & exec \"$2\"", "rabbitmq", _binaries.ErlangFolder, _binaries.Server])
    {
        Environment = new Dictionary<string, string?>
        {
            ["HOME"] = _folder,
            ["PATH"] = _binaries.ErlangFolder + ":" + Environment.GetEnvironmentVariable("PATH"),
            ["LD_LIBRARY_PATH"] = _binaries.Libraries,
            ["LANG"] = "C.UTF-8",
            ["ERL_EPMD_PORT"] = Text(_epmdPort),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODENAME"] = "factoryflow@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = Text(Port),
            ["RABBITMQ_DIST_PORT"] = Text(_distributionPort),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
            ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "none"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "pid"),
            ["RABBITMQ_GENERATED_CONFIG_DIR"] = Path.Combine(_folder, "generated"),
            ["RABBITMQ_SCHEMA_DIR"] = Path.Combine(_folder, "schema"),
            // With input allowed the script is replaced by the node itself, which handles SIGTERM better than the script does.
            ["RABBITMQ_ALLOW_INPUT"] = "1",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-noinput -start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
        },
    };

    internal Task<bool> Answers(CancellationToken cancellationToken) => AmqpGreeting.Answers(ConnectionString, cancellationToken);

    private async Task WriteConfiguration(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder, "rabbitmq.conf");
        await File.WriteAllTextAsync(file, "", cancellationToken);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(file, $"""
            default_user = {User}
            default_pass = {_data.Secret("rabbitmq")}
            loopback_users.{User} = true
            log.console.level = info
            disk_free_limit.absolute = 100MB

            """, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "enabled_plugins"), "[].\n", cancellationToken);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
