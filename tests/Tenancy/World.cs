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

/// <summary>One PostgreSQL, one RabbitMQ, one stand-in for identity and the service itself, twice: openings go on in whichever instance hears of them, and whoever asks the other one waits for two seconds only.</summary>
public sealed class World : IAsyncLifetime
{
    private readonly LogLines _log = new();
    private PostgresServer? _server;
    private RabbitMqServer? _broker;
    private ServiceDatabase _database = null!;
    private FakeIdentity? _identity;
    private RunningService? _service, _other;
    private GrpcChannel? _channel, _otherChannel;

    internal FakeIdentity Identity => _identity!;

    internal IEnumerable<string> Log => _log.Lines;

    internal PlanService.PlanServiceClient Plans => new(_channel);

    internal TenantService.TenantServiceClient Tenants => new(_channel);

    internal TenantService.TenantServiceClient TenantsWithoutPatience => new(_otherChannel);

    internal TenantAdministrationService.TenantAdministrationServiceClient Administration => new(_channel);

    internal UsageService.UsageServiceClient Usage => new(_channel);

    internal AuditService.AuditServiceClient Audit => new(_channel);

    internal TenantStateService.TenantStateServiceClient States => new(_channel);

    internal TenantConfigService.TenantConfigServiceClient Configs => new(_channel);

    internal FactoryService.FactoryServiceClient Factories => new(_channel);

    internal TenantDirectoryService.TenantDirectoryServiceClient Directory => new(_channel);

    public async ValueTask InitializeAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        _server = await PostgresServer.Start(cancellationToken: timeout.Token);
        _database = await ServiceDatabase.Create(_server, "tenancy", timeout.Token);
        _broker = await RabbitMqServer.Start(cancellationToken: timeout.Token);
        _identity = await FakeIdentity.Start(_broker.ConnectionString);
        _service = await Start();
        _other = await Start("Openings:OwnerPatience=00:00:02");
        _channel = GrpcChannel.ForAddress(_service.Address);
        _otherChannel = GrpcChannel.ForAddress(_other.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        _otherChannel?.Dispose();
        // What was not started, because something before it failed, is not there.
        foreach (var part in new IAsyncDisposable?[] { _service, _other, _identity, _broker, _server })
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

    private Task<RunningService> Start(string setting = "Openings:OwnerPatience=00:00:15") => RunningService.Start(
        typeof(Reasons).Assembly, TimeProvider.System, _log,
        $"ConnectionStrings:tenancy={_database.AppConnectionString}", $"ConnectionStrings:tenancy_owner={_database.OwnerConnectionString}",
        $"ConnectionStrings:rabbitmq={_broker!.ConnectionString}", $"services:identity:grpc:0={Identity.Address}", setting,
        "services:production:grpc:0=http://127.0.0.1:1", "services:workflow:grpc:0=http://127.0.0.1:1", "services:ledger:grpc:0=http://127.0.0.1:1");

    internal static CallOptions Call(string token, string? key)
    {
        var headers = new Metadata { { "authorization", "Bearer " + token } };
        if (key is not null) headers.Add("idempotency-key", key);
        return new CallOptions(headers, DateTime.UtcNow.AddSeconds(20));
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
