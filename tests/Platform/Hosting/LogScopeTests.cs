using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using FactoryFlow.AppHost.Servers;
using FactoryFlow.Events.Production;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Tests.Hosting;

/// <summary>Each JSON line of the log says whose call or whose fact it is about.</summary>
public sealed class LogScopeTests(World world) : IDisposable
{
    private readonly Guid _tenant = Guid.NewGuid();
    private readonly Lines _lines = new();

    public void Dispose() => _lines.Dispose();

    [Fact]
    public async Task A_call_that_fails_is_logged_with_its_request_and_its_tenant()
    {
        await using var service = await Start(TestService.NoBroker);
        var interceptor = new RefusalInterceptor(service.Get<ILogger<RefusalInterceptor>>());
        await Should.ThrowAsync<Grpc.Core.RpcException>(interceptor.UnaryServerHandler<Empty, Empty>(new Empty(), TestCall.Anonymous(), (_, context) =>
        {
            // As soon as the caller is known.
            context.SetCaller(new Caller { Subject = _tenant, TenantId = _tenant, Kind = Access.Types.Kind.Staff, SessionId = Guid.Empty }, Scopes.All);
            throw new DivideByZeroException();
        }));
        var scopes = await ScopesOf(line => line.Contains("failed", StringComparison.Ordinal) && line.Contains(nameof(DivideByZeroException), StringComparison.Ordinal));
        (scopes["request_id"], scopes["tenant_id"]).ShouldBe(("request-of-a-test", _tenant.ToString()));
    }

    [Fact]
    public async Task A_fact_that_fails_is_logged_with_its_id_and_its_tenant()
    {
        await using var service = await Start((await world.Bus.Broker()).ConnectionString);
        // A fact that comes before the queue goes to the others that there are.
        await Limit.Until(() => Task.FromResult(service.Get<BusKeeper>().Trouble), trouble => trouble is null);
        var poison = Some.Fact(_tenant);
        await BusWorld.Commit(service, poison);
        // Others' facts fail here as well.
        var scopes = await ScopesOf(line => line.Contains("could not handle", StringComparison.Ordinal) && line.Contains(poison.EventId.ToString(), StringComparison.Ordinal));
        (scopes["event_id"], scopes["tenant_id"]).ShouldBe((poison.EventId.ToString(), _tenant.ToString()));
    }

    // What the console was when the service began is where it writes.
    private async Task<TestService> Start(string broker)
    {
        var database = await ServiceDatabase.Create(world.Postgres, "scopes" + Guid.NewGuid().ToString("N")[..8], Limit.Soon());
        var console = Console.Out;
        Console.SetOut(_lines);
        try
        {
            return await TestService.Start(
                database, typeof(ThingReasons), broker, bus => bus.AddHandler<JobStepCompleted, FailOnJobStepCompleted>(),
                services => services.AddLogging(logging => logging.AddJsonConsole(o => o.IncludeScopes = true)));
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    private async Task<Dictionary<string, string>> ScopesOf(Func<string, bool> isWanted)
    {
        var line = await Limit.Until(() => Task.FromResult(_lines.All.FirstOrDefault(isWanted)), found => found is not null);
        using var json = JsonDocument.Parse(line.ShouldNotBeNull());
        return json.RootElement.GetProperty("Scopes").EnumerateArray().Where(scope => scope.ValueKind == JsonValueKind.Object)
            .SelectMany(scope => scope.EnumerateObject()).GroupBy(field => field.Name).ToDictionary(field => field.Key, field => field.Last().Value.ToString());
    }

    // With a queue of its own, so that no other test's facts end here instead of there.
    private sealed class FailOnJobStepCompleted : IFactHandler<JobStepCompleted>
    {
        public static string Name => "fail-on-job-step-completed";

        public Action<IReadOnlyList<JobStepCompleted>> Plan(TenantTx tx, IReadOnlyList<JobStepCompleted> facts) => throw new InvalidOperationException("On purpose.");
    }

    private sealed class Lines : TextWriter
    {
        private readonly ConcurrentQueue<string> _all = new();

        public IEnumerable<string> All => _all;

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
        }

        public override void Write(string? value) => _all.Enqueue(value ?? "");
    }
}
