using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text.Json;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Identity.Tests.Support;

/// <summary>As much of tenancy as identity asks. A factory or a configuration is there once a test has put it there.</summary>
internal sealed class FakeTenancy : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeTenancy()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<States>();
        _app.MapGrpcService<Tenants>();
        _app.MapGrpcService<Configs>();
        _app.MapGrpcService<Factories>();
    }

    public string Address => _app.Urls.Single();

    /// <summary>The factories of each tenant.</summary>
    public ConcurrentDictionary<(Guid Tenant, string Factory), bool> Known { get; } = new();

    /// <summary>The tenants that have a configuration.</summary>
    public ConcurrentDictionary<Guid, TenantConfig> Configured { get; } = new();

    /// <summary>How many users a tenant may have; unlimited when it is not here.</summary>
    public ConcurrentDictionary<Guid, int> MaxUsers { get; } = new();

    /// <summary>The tenants that customers sign up with by themselves.</summary>
    public ConcurrentDictionary<Guid, bool> TakesCustomers { get; } = new();

    /// <summary>What happens while a factory is asked for.</summary>
    public ConcurrentDictionary<string, Func<Task>> Meanwhile { get; } = new();

    public static async Task<FakeTenancy> Start()
    {
        var tenancy = new FakeTenancy();
        await tenancy._app.StartAsync(Limit.Soon());
        return tenancy;
    }

    /// <summary>A new factory of the tenant's.</summary>
    public string AddFactory(Guid tenant)
    {
        var id = Guid.NewGuid().ToString();
        Known[(tenant, id)] = true;
        return id;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Not verified: the real one does that.
    private static Guid TenantOf(ServerCallContext context)
    {
        var claims = context.RequestHeaders.GetValue("authorization")!.Split('.')[1];
        return JsonDocument.Parse(Base64Url.DecodeFromChars(claims)).RootElement.GetProperty("tid").GetGuid();
    }

    private static RpcException Missing() => new(new Status(StatusCode.NotFound, "There is none."));

    private sealed class States(FakeTenancy tenancy) : TenantStateService.TenantStateServiceBase
    {
        public override Task<TenantState> GetTenantState(GetTenantStateRequest request, ServerCallContext context)
        {
            var id = Guid.Parse(request.TenantId);
            var state = new TenantChanged
            {
                EventId = id, TenantId = id, OccurredAt = DateTimeOffset.UnixEpoch, Version = 1, Slug = "s", Name = "n", Status = "ACTIVE", Plan = "p", Currency = "EUR",
                Limits = new TenantLimits { MaxJobSteps = -1, MaxArticleAttributes = -1, MaxUsers = tenancy.MaxUsers.GetValueOrDefault(id, -1), MaxWorkers = -1 },
                RateLimits = new TenantRateLimits { RequestsPerMinute = -1, RequestsPerMinutePerUser = -1 }, FeatureFlags = new Dictionary<string, bool> { ["customer_signup"] = tenancy.TakesCustomers.ContainsKey(id) }, CorsOrigins = [],
            };
            return Task.FromResult(new TenantState { Fact = FactJson.Write(state) });
        }
    }

    private sealed class Tenants : TenantService.TenantServiceBase
    {
        public override Task<Tenant> GetOwnTenant(GetOwnTenantRequest request, ServerCallContext context) =>
            Task.FromResult(new Tenant { Id = TenantOf(context).ToString(), Plan = "pro" });
    }

    private sealed class Configs(FakeTenancy tenancy) : TenantConfigService.TenantConfigServiceBase
    {
        public override Task<TenantConfig> GetTenantConfig(GetTenantConfigRequest request, ServerCallContext context) =>
            tenancy.Configured.TryGetValue(TenantOf(context), out var config) ? Task.FromResult(config) : throw Missing();
    }

    private sealed class Factories(FakeTenancy tenancy) : FactoryService.FactoryServiceBase
    {
        public override async Task<FactoryFlow.Tenancy.V1.Factory> GetFactory(GetFactoryRequest request, ServerCallContext context)
        {
            var isKnown = tenancy.Known.ContainsKey((TenantOf(context), request.FactoryId));
            if (tenancy.Meanwhile.TryRemove(request.FactoryId, out var meanwhile)) await meanwhile();
            return isKnown ? new FactoryFlow.Tenancy.V1.Factory { Id = request.FactoryId } : throw Missing();
        }
    }
}
