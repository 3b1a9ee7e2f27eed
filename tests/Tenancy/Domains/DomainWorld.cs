using System.Collections.Concurrent;
using FactoryFlow.AppHost.Servers;
using FactoryFlow.Tenancy.V1;
using FactoryFlow.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http;
using Npgsql;
using static FactoryFlow.Testing.TrialProvider;

namespace FactoryFlow.Tenancy.Tests.Domains;

/// <summary>Tenancy with both providers configured, each played on a port of its own; a test tells them by the slug how to treat its domain.</summary>
public sealed class DomainWorld : IAsyncLifetime
{
    public const string VercelToken = "vercel-token-never-to-be-seen", CloudflareToken = "cloudflare-token-never-to-be-seen";

    private readonly ConcurrentDictionary<(string Provider, string Slug), Func<HttpContext, Task>> _plays = new();
    private PostgresServer? _postgres;
    private RabbitMqServer? _broker;
    private FakeIdentity? _identity;
    private ServiceDatabase? _database;
    private RunningService? _service;
    private GrpcChannel? _channel;

    internal TrialProvider? Vercel { get; private set; }

    internal TrialProvider? Cloudflare { get; private set; }

    internal LogRecorder Log { get; } = new();

    internal TenantService.TenantServiceClient Tenants => new(_channel);

    public async ValueTask InitializeAsync()
    {
        // As long as for the servers that all tests share, which may be starting beside these.
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        _postgres = await PostgresServer.Start(cancellationToken: timeout.Token);
        _database = await ServiceDatabase.Create(_postgres, "tenancy", timeout.Token);
        _broker = await RabbitMqServer.Start(cancellationToken: timeout.Token);
        _identity = await FakeIdentity.Start(_broker.ConnectionString);
        Vercel = await TrialProvider.Start((call, http) => Answer("VERCEL", call, http));
        Cloudflare = await TrialProvider.Start((call, http) => Answer("CLOUDFLARE", call, http));
        _service = await RunningService.Start(
            typeof(Reasons).Assembly, TimeProvider.System, Log.ToProvider(),
            $"ConnectionStrings:tenancy={_database.AppConnectionString}", $"ConnectionStrings:tenancy_owner={_database.OwnerConnectionString}",
            $"ConnectionStrings:rabbitmq={_broker.ConnectionString}", $"services:identity:grpc:0={_identity.Address}",
            "services:production:grpc:0=http://127.0.0.1:1", "services:workflow:grpc:0=http://127.0.0.1:1", "services:ledger:grpc:0=http://127.0.0.1:1",
            "Domains:BaseDomain=factories.example", $"Domains:Vercel:BaseAddress={Vercel.Address}", $"Domains:Vercel:Token={VercelToken}", "Domains:Vercel:ProjectId=pages",
            $"Domains:Cloudflare:BaseAddress={Cloudflare.Address}", $"Domains:Cloudflare:Token={CloudflareToken}", "Domains:Cloudflare:ZoneId=zone1", "Domains:Cloudflare:Target=pages.example");
        _channel = GrpcChannel.ForAddress(_service.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        foreach (var part in new IAsyncDisposable?[] { _service, Vercel, Cloudflare, _identity, _broker, _postgres })
            if (part is not null) await part.DisposeAsync();
    }

    /// <summary>How a provider treats a slug's domain from now on; as a matter of course it connects it.</summary>
    internal void Plays(string provider, string slug, Func<HttpContext, Task> play) => _plays[(provider, slug)] = play;

    internal CallOptions Admin() => new(new Metadata { { "authorization", "Bearer " + _identity!.Token() } }, DateTime.UtcNow.AddSeconds(40));

    internal async Task<Tenant> Open(string slug)
    {
        var plan = await new PlanService.PlanServiceClient(_channel).CreatePlanAsync(Some.Plan(), Admin());
        return await Tenants.CreateTenantAsync(Some.Tenant(plan, t => t.Slug = slug), Admin());
    }

    internal Task<Tenant> Get(Tenant tenant) => Tenants.GetTenantAsync(new GetTenantRequest { TenantId = tenant.Id }, Admin()).ResponseAsync;

    /// <summary>The first column of what a statement answers to the superuser.</summary>
    internal async Task<List<string>> Rows(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString) { Database = _database!.Name }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Limit.Soon());
        var rows = new List<string>();
        while (await reader.ReadAsync(Limit.Soon())) rows.Add(reader.GetString(0));
        return rows;
    }

    private Task Answer(string provider, string call, HttpContext http)
    {
        var said = call + BodyOf(http);
        var slug = said[said.IndexOf("t-", StringComparison.Ordinal)..].Split('.')[0];
        if (_plays.TryGetValue((provider, slug), out var play)) return play(http);
        return Say(http, 200, provider == "VERCEL"
            ? $$"""{"name":"{{slug}}.factories.example","verified":true}"""
            : $$"""{"success":true,"result":{"type":"CNAME","name":"{{slug}}.factories.example","content":"pages.example"} }""");
    }
}
