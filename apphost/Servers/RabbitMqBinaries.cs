using FactoryFlow.AppHost.Fetching;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Servers;

/// <summary>RabbitMQ's programs with Erlang: those of this machine, otherwise the distribution's, unpacked into the cache.</summary>
/// <param name="Server">The start script itself; the wrapper on the PATH insists on its own account.</param>
/// <param name="ErlangFolder">Holds erl and epmd.</param>
/// <param name="Libraries">Where fetched libraries lie that the machine may lack.</param>
internal sealed record RabbitMqBinaries(string Server, string ErlangFolder, string? Libraries)
{
    public static async Task<RabbitMqBinaries> Find(Action<string> report, CancellationToken cancellationToken)
    {
        if (In("/") is { } local)
            return local;
        const string remedy = "Install RabbitMQ, or give the address of a running one in ConnectionStrings__rabbitmq.";
        if (!DebianPackages.Available)
            throw new StartException($"RabbitMQ is not on this machine, and apt-get is not there to fetch it. {remedy}");
        try
        {
            return await Fetch(report, cancellationToken);
        }
        catch (StartException e)
        {
            throw new StartException($"RabbitMQ could not be had: {e.Message}. {remedy}");
        }
    }

    private static async Task<RabbitMqBinaries> Fetch(Action<string> report, CancellationToken cancellationToken)
    {
        var folder = await CacheFolder.GetOrFill("rabbitmq-debian", async draft =>
        {
            report("Fetching RabbitMQ and Erlang from the distribution (35 MB)");
            await new DebianPackages(draft, report).Unpack("rabbitmq-server", ["rabbitmq-server", "erlang-"], Pins.Debian, cancellationToken);
            foreach (var script in Directory.EnumerateFiles(Path.Combine(draft, "usr/lib/erlang"), "erl", SearchOption.AllDirectories))
                await MakeRelocatable(script, cancellationToken);
        }, cancellationToken);
        return In(folder) ?? throw new StartException("the distribution's package holds no rabbitmq-server");
    }

    // The script works out where it lies and then, in Debian, takes the installed place all the same.
    private static async Task MakeRelocatable(string erl, CancellationToken cancellationToken)
    {
        var script = await File.ReadAllTextAsync(erl, cancellationToken);
        await File.WriteAllTextAsync(erl, script.Replace("ROOTDIR=/usr/lib/erlang", "ROOTDIR=\"$dyn_rootdir\"", StringComparison.Ordinal), cancellationToken);
    }

    private static RabbitMqBinaries? In(string root)
    {
        var versions = Path.Combine(root, "usr/lib/rabbitmq/lib");
        var erlang = Path.Combine(root, "usr/lib/erlang/bin");
        var server = Directory.Exists(versions)
            ? Directory.EnumerateDirectories(versions, "rabbitmq_server-*").Select(version => Path.Combine(version, "sbin/rabbitmq-server")).LastOrDefault(File.Exists)
            : null;
        if (server is null || !File.Exists(Path.Combine(erlang, "epmd")))
            return null;
        return new RabbitMqBinaries(server, erlang, root == "/" ? null : DebianPackages.LibraryPath(root));
    }
}
