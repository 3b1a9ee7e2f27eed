using System.Collections.Concurrent;
using FactoryFlow.AppHost.Servers;
using FactoryFlow.Tenancy.Tests;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Npgsql;

[assembly: AssemblyFixture(typeof(World))]

namespace FactoryFlow.Tenancy.Tests;

/// <summary>One PostgreSQL, one stand-in for identity and the service itself, twice: the second instance lives sixteen minutes ahead.</summary>
public sealed class World : IAsyncLifetime
{
    private readonly LogLines _log = new();
    private PostgresServer? _server;
    private ServiceDatabase _database = null!;
    private FakeIdentity? _identity;
    private RunningService? _service, _later;
    private GrpcChannel? _channel, _laterChannel;

    internal FakeIdentity Identity => _identity!;

    internal IEnumerable<string> Log => _log.Lines;

    internal PlanService.PlanServiceClient Plans => new(_channel);

    internal TenantService.TenantServiceClient Tenants => new(_channel);

    internal TenantService.TenantServiceClient TenantsSixteenMinutesLater => new(_laterChannel);

    internal TenantConfigService.TenantConfigServiceClient Configs => new(_channel);

    public async ValueTask InitializeAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        _server = await PostgresServer.Start(cancellationToken: timeout.Token);
        _database = await ServiceDatabase.Create(_server, "tenancy", timeout.Token);
        _identity = await FakeIdentity.Start();
        _service = await Start(TimeSpan.Zero);
        _later = await Start(TimeSpan.FromMinutes(16));
        _channel = GrpcChannel.ForAddress(_service.Address);
        _laterChannel = GrpcChannel.ForAddress(_later.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        _laterChannel?.Dispose();
        // What was not started, because something before it failed, is not there.
        foreach (var part in new IAsyncDisposable?[] { _service, _later, _identity, _server })
            if (part is not null) await part.DisposeAsync();
    }

    /// <summary>A call of the platform administrator's, bounded in time.</summary>
    internal CallOptions Admin(string? key = null) => Call(Identity.Token(), key);

    /// <summary>A call of somebody of a tenant's.</summary>
    internal CallOptions Of(Tenant tenant, string kind = "STAFF", string permission = "*:*:*", string? key = null) =>
        Call(Identity.Token(kind, Guid.Parse(tenant.Id), permission), key);

    internal async Task<Plan> NewPlan(int maxJobSteps = -1, int maxArticleAttributes = -1) => await Plans.CreatePlanAsync(
        Some.Plan(p => (p.Limits.MaxJobSteps, p.Limits.MaxArticleAttributes) = (maxJobSteps, maxArticleAttributes)), Admin());

    internal async Task<Tenant> NewTenant(Plan? plan = null) =>
        await Tenants.CreateTenantAsync(Some.Tenant(plan ?? await NewPlan()), Admin());

    /// <summary>What a statement answers to the superuser, from whom row-level security hides nothing.</summary>
    internal Task<List<string>> Rows(string sql) => Rows(_server!.ConnectionString, sql);

    /// <summary>What a statement answers to the application role.</summary>
    internal Task<List<string>> RowsAsApplication(string sql) => Rows(_database.AppConnectionString, sql);

    private async Task<List<string>> Rows(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Database = _database.Name, CommandTimeout = 10 }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        do
            while (await reader.ReadAsync())
                rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i))));
        while (await reader.NextResultAsync());
        return rows;
    }

    private Task<RunningService> Start(TimeSpan ahead) => RunningService.Start(
        typeof(Reasons).Assembly, new ClockAhead(ahead), _log,
        $"ConnectionStrings:tenancy={_database.AppConnectionString}", $"ConnectionStrings:tenancy_owner={_database.OwnerConnectionString}",
        // Nothing listens there: the service must do all of this without its broker.
        "ConnectionStrings:rabbitmq=amqp://guest:guest@127.0.0.1:1", $"services:identity:grpc:0={Identity.Address}");

    private static CallOptions Call(string token, string? key)
    {
        var headers = new Metadata { { "authorization", "Bearer " + token } };
        if (key is not null) headers.Add("idempotency-key", key);
        return new CallOptions(headers, DateTime.UtcNow.AddSeconds(20));
    }

    private sealed class ClockAhead(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
