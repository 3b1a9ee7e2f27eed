using System.Text;
using System.Text.RegularExpressions;
using FactoryFlow.AppHost;
using Npgsql;

namespace FactoryFlow.EndToEnd.Support;

/// <summary>
/// The whole system as the app host starts it: real processes, PostgreSQL and RabbitMQ, on free ports and in a temporary folder.
/// Started once for all tests of an assembly; no service may log an error that no test announced.
/// </summary>
public sealed partial class RunningSystem : IAsyncDisposable
{
    private readonly MachineLock _turn;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _read = [];
    private readonly List<Regex> _announced = [];

    private RunningSystem(MachineLock turn, FactoryFlowSystem handle) => (_turn, Handle) = (turn, handle);

    /// <summary>The app host's own handle: kill, stop and start parts, their logs and databases.</summary>
    public FactoryFlowSystem Handle { get; }

    /// <summary>Calls the gateway; every call has an end.</summary>
    public HttpClient Http { get; private init; } = null!;

    /// <summary>A client without a token.</summary>
    public Client Anybody => new(Http, token: null);

    /// <summary>The platform's administrator, signed in once.</summary>
    public Client Platform { get; private set; } = null!;

    /// <summary>The services, by the databases that they have.</summary>
    public IReadOnlyList<string> Services => [.. Handle.Resources.Where(name => name.EndsWith("-db", StringComparison.Ordinal)).Select(name => name[..^"-db".Length])];

    /// <param name="more">What more the services are told by their environment.</param>
    /// <param name="between">Stands between the clients and the gateway, to see what passes.</param>
    public static async Task<RunningSystem> Start(IReadOnlyDictionary<string, string>? more = null, Func<HttpMessageHandler, HttpMessageHandler>? between = null)
    {
        var turn = await MachineLock.Take();
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
            var options = new SystemOptions
            {
                Environment = new Dictionary<string, string>(more ?? new Dictionary<string, string>())
                {
                    // All tests sign in from one address.
                    ["Gateway__AnonymousRequestsPerMinute"] = "-1",
                    ["Identity__AnonymousTriesPerMinute__PerAddress"] = "-1",
                    ["Identity__AnonymousTriesPerMinute__PerAccount"] = "-1",
                    // Everybody signs in, and what a password costs in earnest is proved by identity's own tests.
                    ["Identity__PasswordIterations"] = "5000",
                    // Long enough for every verifier to ask for a key that it does not know, and short enough to wait for.
                    ["Identity__KeyRotation__Lead"] = "00:00:06",
                },
            };
            var handle = await FactoryFlowSystem.Start(options, limit.Token);
            var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
            var system = new RunningSystem(turn, handle)
            {
                Http = new HttpClient(between?.Invoke(handler) ?? handler) { BaseAddress = handle.GatewayAddress, Timeout = TimeSpan.FromSeconds(60) },
            };
            system.Platform = await system.Anybody.SignIn(tenant: null, FactoryFlowSystem.AdministratorEmail, handle.AdministratorPassword);
            return system;
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    /// <summary>A test that provokes errors on purpose says which; each line that fits is no fault from then on.</summary>
    public void Announce(string pattern)
    {
        lock (_gate) _announced.Add(new Regex(pattern, RegexOptions.CultureInvariant));
    }

    /// <summary>The errors that services logged since the last look and that nobody announced.</summary>
    public IReadOnlyList<string> NewErrors()
    {
        lock (_gate)
        {
            var errors = new List<string>();
            foreach (var name in Services.Append("gateway"))
            {
                var lines = Handle.Log(name).Where(line => line.Number > _read.GetValueOrDefault(name)).ToList();
                if (lines.Count == 0) continue;
                _read[name] = lines[^1].Number;
                for (var i = 0; i < lines.Count; i++)
                    if (ErrorLine().IsMatch(lines[i].Text) && WithWhatFollows(lines.ConvertAll(line => line.Text), i) is var text && !_announced.Exists(a => a.IsMatch(text)))
                        errors.Add($"{name}: {text}");
            }

            return errors;
        }
    }

    /// <summary>Connects to a service's database past every rule, to see what is really there.</summary>
    public async Task<NpgsqlConnection> OpenAsAdministrator(string service)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Handle.ConnectionString("postgres")) { Database = service, CommandTimeout = 30 }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        NpgsqlConnection.ClearAllPools();
        await Handle.DisposeAsync();
        await _turn.DisposeAsync();
    }

    // A console line that is an error, and the indented lines that belong to it.
    private static string WithWhatFollows(List<string> lines, int at) =>
        string.Join(Environment.NewLine, lines.Skip(at).Take(1).Concat(lines.Skip(at + 1).TakeWhile(line => line.StartsWith(' ')).Take(12)));

    [GeneratedRegex(@"^(\d\d:\d\d:\d\d\.\d{3} )?(fail|crit): |^Unhandled exception")]
    private static partial Regex ErrorLine();
}
