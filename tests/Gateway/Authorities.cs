using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FactoryFlow.Identity.V1;
using FactoryFlow.Tenancy.V1;
using FactoryFlow.Testing.Tokens;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Gateway.Tests;

/// <summary>As much of identity and tenancy as the gateway asks: keys, cut-offs, tenants, API keys; each may be away for a while.</summary>
internal sealed class Authorities : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Authorities(RequestDelegate? others)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.IgnoreUnknownServices = others is not null);
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<Keys>();
        _app.MapGrpcService<Cutoffs>();
        _app.MapGrpcService<ApiKeys>();
        _app.MapGrpcService<Tenants>();
        _app.MapGet("/health/ready", () => Results.Json(new { status = "UP" }));
        if (others is not null) _app.MapFallback(others);
    }

    public string Address => _app.Urls.Single();

    public Forge Forge { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256), "test", () => DateTimeOffset.UtcNow);

    /// <summary>Whether tenancy answers.</summary>
    public bool IsTenancyThere { get; set; } = true;

    /// <summary>Whether identity answers.</summary>
    public bool IsIdentityThere { get; set; } = true;

    /// <summary>The tokens that keys are exchanged for.</summary>
    public ConcurrentDictionary<string, string> TokensOfKeys { get; } = new();

    /// <summary>How often identity was asked about a key.</summary>
    public int Exchanges => _exchanges;

    /// <summary>How often identity was asked for its keys.</summary>
    public int KeyFetches => _keyFetches;

    private ConcurrentQueue<TenantAccess> TenantChanges { get; } = new();

    private ConcurrentQueue<Cutoff> CutoffChanges { get; } = new();

    private int _exchanges, _keyFetches;

    /// <summary>Starts it.</summary>
    /// <param name="others">Answers every other call.</param>
    public static async Task<Authorities> Start(RequestDelegate? others = null)
    {
        var authorities = new Authorities(others);
        await authorities._app.StartAsync().WaitAsync(TimeSpan.FromSeconds(10));
        return authorities;
    }

    /// <summary>A token of somebody of a tenant's; the platform's own without a tenant.</summary>
    public string Token(Guid? tenant, Action<JsonObject>? claims = null) => Forge.Token(json =>
    {
        json["tid"] = tenant.ToString();
        if (tenant is null)
        {
            json.Remove("tid");
            json["kind"] = "PLATFORM";
        }

        json["sub"] = Guid.NewGuid().ToString();
        json["sid"] = Guid.NewGuid().ToString();
        claims?.Invoke(json);
    });

    /// <summary>A tenant as it is from now on.</summary>
    public Guid Tell(
        Guid? tenant = null, Tenant.Types.Status status = Tenant.Types.Status.Active, int perMinute = -1, int? perUser = null, params string[] origins)
    {
        var id = tenant ?? Guid.NewGuid();
        var limits = new PlanRateLimits { RequestsPerMinute = perMinute };
        if (perUser is { } number) limits.RequestsPerMinutePerUser = number;
        TenantChanges.Enqueue(new TenantAccess { TenantId = id.ToString(), Slug = "t", Status = status, RateLimits = limits, CorsOrigins = { origins } });
        return id;
    }

    public void EndSession(Guid session) => CutoffChanges.Enqueue(new Cutoff { SessionId = session.ToString(), ExpireTime = InAnHour });

    public void Outdate(Guid user, long leastVersion) => CutoffChanges.Enqueue(new Cutoff { UserId = user.ToString(), LeastVersion = leastVersion, ExpireTime = InAnHour });

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
        Forge.Dispose();
    }

    private static Timestamp InAnHour => DateTimeOffset.UtcNow.AddHours(1).ToTimestamp();

    private static void Demand(bool isThere)
    {
        if (!isThere) throw new RpcException(new Status(StatusCode.Unavailable, "Away for a test."));
    }

    // Two at a time, so that a pass has several pages.
    private static (List<T> Page, string Token, bool HasMore) Behind<T>(IEnumerable<T> all, string token)
    {
        var from = token.Length == 0 ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        var rest = all.Skip(from).ToList();
        var page = rest.Take(2).ToList();
        return (page, (from + page.Count).ToString(CultureInfo.InvariantCulture), rest.Count > page.Count);
    }

    private sealed class Keys(Authorities authorities) : KeyService.KeyServiceBase
    {
        public override Task<JsonWebKeySet> GetJsonWebKeySet(GetJsonWebKeySetRequest request, ServerCallContext context)
        {
            Interlocked.Increment(ref authorities._keyFetches);
            Demand(authorities.IsIdentityThere);
            var forge = authorities.Forge;
            return Task.FromResult(new JsonWebKeySet { Keys = { new JsonWebKey { Kty = "EC", Crv = "P-256", Kid = forge.KeyId, Use = "sig", Alg = "ES256", X = forge.X, Y = forge.Y } } });
        }
    }

    private sealed class Cutoffs(Authorities authorities) : CutoffService.CutoffServiceBase
    {
        public override Task<ListCutoffsResponse> ListCutoffs(ListCutoffsRequest request, ServerCallContext context)
        {
            Demand(authorities.IsIdentityThere);
            var (page, token, hasMore) = Behind(authorities.CutoffChanges, request.PageToken);
            return Task.FromResult(new ListCutoffsResponse { Cutoffs = { page }, NextPageToken = token, HasMore = hasMore });
        }
    }

    private sealed class Tenants(Authorities authorities) : TenantDirectoryService.TenantDirectoryServiceBase
    {
        public override Task<ListTenantAccessResponse> ListTenantAccess(ListTenantAccessRequest request, ServerCallContext context)
        {
            Demand(authorities.IsTenancyThere);
            var (page, token, hasMore) = Behind(authorities.TenantChanges, request.PageToken);
            return Task.FromResult(new ListTenantAccessResponse { Tenants = { page }, NextPageToken = token, HasMore = hasMore });
        }
    }

    private sealed class ApiKeys(Authorities authorities) : ApiKeyService.ApiKeyServiceBase
    {
        public override async Task<ExchangeApiKeyResponse> ExchangeApiKey(ExchangeApiKeyRequest request, ServerCallContext context)
        {
            Interlocked.Increment(ref authorities._exchanges);
            Demand(authorities.IsIdentityThere);
            await Task.Delay(20, context.CancellationToken);
            return authorities.TokensOfKeys.TryGetValue(request.ApiKey, out var token)
                ? new ExchangeApiKeyResponse { AccessToken = token, ExpireTime = DateTimeOffset.UtcNow.AddMinutes(5).ToTimestamp() }
                : throw new RpcException(new Status(StatusCode.Unauthenticated, "No such key."));
        }
    }
}
