using System.Globalization;
using FactoryFlow.AppHost.Fetching;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>What the command line may say.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        Usage: dotnet run --project apphost [-- [demo [--exit]] [options]]

          demo                 play a factory's day through the gateway once everything is ready
          --exit               with demo: stop afterwards; the exit code says whether it went well
          --gateway-port N     where clients find the JSON API (default 8080; 0 takes a free port)
          --grpc-port N        where the gateway takes gRPC (default: the gateway's port + 1)
          --dashboard-port N   where the Aspire dashboard is (default 18888)
          --no-dashboard       do without it, and print what the services log
          --data DIR           where everything is kept (default: data in the user's cache folder)
        """;

    public int GatewayPort { get; init; } = 8080;

    public int GrpcPort { get; init; } = 8081;

    public int DashboardPort { get; init; } = 18888;

    public bool Dashboard { get; init; } = true;

    public string Data { get; init; } = Path.Combine(CacheFolder.Path, "data");

    public bool Demo { get; init; }

    public bool Exit { get; init; }

    /// <summary>Reads the command line; a <see cref="UsageException"/> says what is wrong with it.</summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var options = new CommandLine();
        int? gateway = null, grpc = null, dashboard = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            // Both --data DIR and --data=DIR.
            var (name, given) = arguments[i].Split('=', 2) is [var option, var value] && option.StartsWith("--", StringComparison.Ordinal) ? (option, value) : (arguments[i], null);
            string Value() => given ?? (++i < arguments.Count ? arguments[i] : throw new UsageException($"{name} needs a value."));
            switch (name)
            {
                case "demo": options = options with { Demo = true }; break;
                case "--exit": options = options with { Exit = true }; break;
                case "--no-dashboard": options = options with { Dashboard = false }; break;
                case "--data": options = options with { Data = Path.GetFullPath(Value()) }; break;
                case "--gateway-port": gateway = Port(name, Value()); break;
                case "--grpc-port": grpc = Port(name, Value()); break;
                case "--dashboard-port": dashboard = Port(name, Value()); break;
                default: throw new UsageException($"{name} is not known.");
            }
        }
        if (options is { Exit: true, Demo: false })
            throw new UsageException("--exit goes with demo.");

        var gatewayPort = FreeWhenZero(gateway ?? options.GatewayPort);
        return options with
        {
            GatewayPort = gatewayPort,
            GrpcPort = FreeWhenZero(grpc ?? (gateway == 0 ? 0 : gatewayPort + 1)),
            DashboardPort = FreeWhenZero(dashboard ?? options.DashboardPort),
        };
    }

    /// <summary>A sentence for the first port that somebody else uses.</summary>
    public void CheckPorts()
    {
        (string Option, int Port)[] ports = [("--gateway-port", GatewayPort), ("--grpc-port", GrpcPort), .. Dashboard ? [("--dashboard-port", DashboardPort)] : Array.Empty<(string, int)>()];
        foreach (var (option, port) in ports)
        {
            if (!FreePort.IsFree(port))
                throw new StartException($"Port {port} is in use by another program: choose another one with {option}.");
        }
        if (ports.DistinctBy(entry => entry.Port).Count() < ports.Length)
            throw new StartException("Two of --gateway-port, --grpc-port and --dashboard-port are the same.");
    }

    private static int FreeWhenZero(int port) => port == 0 ? FreePort.Next() : port;

    private static int Port(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65_535
            ? port
            : throw new UsageException($"{name} needs a port number, not {value}.");
}
