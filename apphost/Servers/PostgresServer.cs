using System.Globalization;
using FactoryFlow.AppHost.Fetching;
using FactoryFlow.AppHost.Processes;
using Npgsql;

namespace FactoryFlow.AppHost.Servers;

/// <summary>
/// A PostgreSQL server of our own on a loopback port. <c>await using var server = await PostgresServer.Start();</c>
/// gives an empty one that vanishes with its data when disposed.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Administrator = "factoryflow";

    private readonly DataFolder _data;
    private readonly bool _temporary;
    private readonly PostgresBinaries _binaries;
    private readonly string _cluster;
    private readonly ServerProcess _process;

    private PostgresServer(DataFolder data, bool temporary, PostgresBinaries binaries, string cluster, int port)
    {
        (_data, _temporary, _binaries, _cluster, Port) = (data, temporary, binaries, cluster, port);
        _process = new ServerProcess("PostgreSQL", data, temporary);
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Database = "postgres",
            Username = Administrator,
            Password = data.Secret("postgres"),
            // Nothing to negotiate on loopback, and a bare machine lacks Kerberos' library.
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
    }

    /// <summary>The loopback port, the same after <see cref="StartAgain"/>.</summary>
    public int Port { get; }

    /// <summary>Connects as the superuser, to the database postgres.</summary>
    public string ConnectionString { get; }

    /// <summary>Where data and secrets are kept.</summary>
    public string Folder => _data.Path;

    internal DataFolder Data => _data;

    internal LogBuffer Log { get; } = new();

    /// <summary>Finds or fetches PostgreSQL, creates its data where there is none, starts it and waits until it answers.</summary>
    public static async Task<PostgresServer> Start(ServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = await Prepare(options ?? new ServerOptions(), cancellationToken);
        await server.StartAgain(cancellationToken);
        return server;
    }

    /// <summary>Everything up to the start itself, which the caller's supervision does.</summary>
    internal static async Task<PostgresServer> Prepare(ServerOptions options, CancellationToken cancellationToken)
    {
        var data = options.DataFolder is { } folder ? new DataFolder(folder) : DataFolder.Temporary();
        var cluster = await data.ServerFolder("postgres", cancellationToken);
        var versionFile = Path.Combine(cluster, "PG_VERSION");
        int? major = File.Exists(versionFile) ? int.Parse(await File.ReadAllTextAsync(versionFile, cancellationToken), CultureInfo.InvariantCulture) : null;
        var binaries = await PostgresBinaries.Find(major, options.Report, cancellationToken);
        var server = new PostgresServer(data, options.DataFolder is null, binaries, cluster, options.Port > 0 ? options.Port : FreePort.Next());
        if (major is null)
            await server.CreateCluster(cancellationToken);
        return server;
    }

    /// <summary>Starts it again on the same data and port, and waits until it answers.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task StartAgain(CancellationToken cancellationToken = default) =>
        _process.Start(Command, Log, Answers, TimeSpan.FromSeconds(60), cancellationToken);

    /// <summary>Stops it as an operator would: open transactions are rolled back, everything committed is on disk.</summary>
    public Task Stop() => _process.Stop();

    /// <summary>Kills it without warning, as a power cut would.</summary>
    public Task Kill() => _process.Kill();

    /// <summary>Stops it, and removes its data when the folder was a temporary one.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    internal LaunchCommand Command => new(Path.Combine(_binaries.Folder, "postgres"),
    [
        "-D", _cluster,
        "-c", "listen_addresses=127.0.0.1", "-c", $"port={Port}", "-c", "unix_socket_directories=",
        // Compiling a query pays off for reports, not for the short statements here, and needs a library that is not fetched.
        "-c", "max_connections=400", "-c", "shared_buffers=256MB", "-c", "jit=off",
        // Nobody waits for a temporary server's data to survive a power cut of the whole machine.
        "-c", $"fsync={(_temporary ? "off" : "on")}",
    ])
    {
        Account = ServerAccount.Name,
        Environment = _binaries.Environment,
        StopSignal = Signal.Interrupt,
    };

    internal async Task<bool> Answers(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = 2 }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task CreateCluster(CancellationToken cancellationToken)
    {
        // Beside the cluster, where its account can go.
        var password = _cluster + ".password";
        await File.WriteAllTextAsync(password, "", cancellationToken);
        File.SetUnixFileMode(password, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(password, _data.Secret("postgres"), cancellationToken);
        await ServerAccount.Own(password, cancellationToken);
        try
        {
            string[] arguments =
            [
                "-D", _cluster, "-U", Administrator, "--pwfile", password, "-A", "scram-sha-256", "-E", "UTF8",
                "--lc-collate=C", "--lc-ctype=C.UTF-8", "--lc-messages=C", "--no-instructions", .. _temporary ? (string[])["--no-sync"] : [],
            ];
            await Tool.Run(Path.Combine(_binaries.Folder, "initdb"), arguments, cancellationToken, account: ServerAccount.Name, environment: _binaries.Environment);
        }
        finally
        {
            File.Delete(password);
        }
    }
}
