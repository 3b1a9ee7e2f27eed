using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FactoryFlow.Events;
using FactoryFlow.Events.Identity;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Identity.V1;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Status = Grpc.Core.Status;

namespace FactoryFlow.Tenancy.Tests;

/// <summary>As much of identity as tenancy meets: its keys, owners that are prepared, and facts about them that a test can have refused, held back or said twice; and two users in every tenant.</summary>
internal sealed class FakeIdentity : IAsyncDisposable
{
    // An idempotency key belongs to whoever sent it, so every token of a tenant is the same user's.
    private static readonly Guid Administrator = Guid.CreateVersion7();

    private readonly ConcurrentDictionary<(Guid Tenant, long Version), TenantChanged> _told = new();
    private readonly ConcurrentDictionary<Guid, TenantConfigChanged> _configured = new();
    private readonly WebApplication _app;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private FakeIdentity(string broker)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        builder.Services.AddMassTransit(x => x.UsingRabbitMq((_, rabbit) =>
        {
            rabbit.Host(new Uri(broker));
            rabbit.ReceiveEndpoint("identity", endpoint =>
            {
                endpoint.SetQuorumQueue();
                endpoint.Handler<OwnerRequested>(Answer);
                // What has no queue to go to waits in the outbox, and is in everybody's way there.
                endpoint.Handler<TenantChanged>(context =>
                {
                    _told[(context.Message.TenantId, context.Message.Version)] = context.Message;
                    return Task.CompletedTask;
                });
                endpoint.Handler<TenantConfigChanged>(context =>
                {
                    _configured[context.Message.TenantId] = context.Message;
                    return Task.CompletedTask;
                });
                endpoint.Handler<TenantWithdrawn>(context =>
                {
                    Withdrawn.Enqueue(context.Message);
                    return Task.CompletedTask;
                });
            });
        }));
        _app = builder.Build();
        _app.MapGrpcService<Keys>();
        _app.MapGrpcService<Owners>();
        _app.MapGrpcService<Counts>();
        _app.MapGrpcService<Entries>();
    }

    public string Address => _app.Urls.Single();

    /// <summary>What the calls to prepare an owner end with, by slug; when there is nothing, the owner is prepared.</summary>
    public ConcurrentDictionary<string, StatusCode> Failures { get; } = new();

    /// <summary>The calls to prepare an owner that got through, by slug.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<PrepareOwnerRequest>> Prepared { get; } = new();

    /// <summary>What the request for an owner is answered with, by slug; when there is nothing, it is that the owner was created.</summary>
    public ConcurrentDictionary<string, Func<OwnerRequested, IEnumerable<IFact>>> Answers { get; } = new();

    /// <summary>The requests for owners that came, by slug.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<OwnerRequested>> Requested { get; } = new();

    /// <summary>The withdrawals that came.</summary>
    public ConcurrentQueue<TenantWithdrawn> Withdrawn { get; } = new();

    public static async Task<FakeIdentity> Start(string broker)
    {
        var identity = new FakeIdentity(broker);
        await identity._app.StartAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return identity;
    }

    public static OwnerCreated Created(Guid tenant) =>
        new() { EventId = Guid.CreateVersion7(), TenantId = tenant, OccurredAt = DateTimeOffset.UnixEpoch, UserId = Guid.CreateVersion7() };

    public static OwnerRefused Refused(Guid tenant, string reason) =>
        new() { EventId = Guid.CreateVersion7(), TenantId = tenant, OccurredAt = DateTimeOffset.UnixEpoch, Reason = reason };

    /// <summary>What everybody was told of a version of a tenant, as soon as it was.</summary>
    public Task<TenantChanged> Told(Guid tenant, long version) => Told(_told, (tenant, version));

    /// <summary>What everybody was told last of a tenant's configuration, as soon as it was.</summary>
    public Task<TenantConfigChanged> ToldOfConfig(Guid tenant) => Told(_configured, tenant);

    /// <summary>Says something on the bus.</summary>
    public Task Publish(IFact fact) => _app.Services.GetRequiredService<IBus>().Publish(fact, fact.GetType()).WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>A token as identity signs it; without a tenant it is the platform administrator's.</summary>
    public string Token(string kind = "PLATFORM", Guid? tenant = null, string permission = "*:*:*", params string[] factories)
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new Dictionary<string, object>
        {
            ["iss"] = "factoryflow", ["aud"] = "factoryflow-api", ["kind"] = kind, ["roles"] = Array.Empty<string>(), ["perms"] = permission.Split(' '), ["factories"] = factories,
            ["sub"] = tenant ?? Administrator, ["sid"] = Guid.CreateVersion7(), ["jti"] = Guid.CreateVersion7(),
            ["iat"] = now.AddMinutes(-1).ToUnixTimeSeconds(), ["nbf"] = now.AddMinutes(-1).ToUnixTimeSeconds(), ["exp"] = now.AddHours(2).ToUnixTimeSeconds(),
        };
        if (tenant is { } id) claims["tid"] = id;
        var signed = $"{Encode(new { alg = "ES256", kid = "test", typ = "at+jwt" })}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    // As our services refuse: with a google.rpc.Status among the trailers.
    private static RpcException Failure(StatusCode status)
    {
        var details = new Google.Rpc.Status { Code = (int)status, Details = { Any.Pack(new ErrorInfo { Type = "PLANNED_BY_A_TEST" }) } };
        return new RpcException(new Status(status, "Planned by a test."), new Metadata { { "grpc-status-details-bin", details.ToByteArray() } });
    }

    private static async Task<T> Told<TKey, T>(ConcurrentDictionary<TKey, T> all, TKey key) where TKey : notnull
    {
        for (var until = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(20))
        {
            if (all.TryGetValue(key, out var told)) return told;
            if (DateTime.UtcNow > until) throw new TimeoutException($"Nobody was told of {key}.");
        }
    }

    private static string Encode(object json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));

    private sealed class Keys(FakeIdentity identity) : KeyService.KeyServiceBase
    {
        public override Task<JsonWebKeySet> GetJsonWebKeySet(GetJsonWebKeySetRequest request, ServerCallContext context)
        {
            var point = identity._key.ExportParameters(includePrivateParameters: false).Q;
            var key = new JsonWebKey
            {
                Kty = "EC", Crv = "P-256", Kid = "test", Use = "sig", Alg = "ES256",
                X = Base64Url.EncodeToString(point.X), Y = Base64Url.EncodeToString(point.Y),
            };
            return Task.FromResult(new JsonWebKeySet { Keys = { key } });
        }
    }

    private sealed class Entries : AuditSourceService.AuditSourceServiceBase
    {
        public override Task<ListServiceAuditEntriesResponse> ListServiceAuditEntries(ListServiceAuditEntriesRequest request, ServerCallContext context) =>
            Task.FromResult(new ListServiceAuditEntriesResponse { AuditEntries = { request.Filter.Action.Length > 0 ? [] : [new AuditEntry { Id = Guid.CreateVersion7().ToString(), Action = "owner.created" }] } });
    }

    private sealed class Counts : UsageSourceService.UsageSourceServiceBase
    {
        public override Task<ListCountsResponse> ListCounts(ListCountsRequest request, ServerCallContext context) =>
            Task.FromResult(new ListCountsResponse { Counts = { ["MAX_USERS"] = 2 } });
    }

    private async Task Answer(ConsumeContext<OwnerRequested> context)
    {
        var requested = context.Message;
        Requested.GetOrAdd(requested.Slug, _ => new()).Enqueue(requested);
        var answers = Answers.TryGetValue(requested.Slug, out var answer) ? answer(requested) : [Created(requested.TenantId)];
        foreach (var fact in answers) await context.Publish(fact, fact.GetType());
    }

    private sealed class Owners(FakeIdentity identity) : OwnerService.OwnerServiceBase
    {
        public override Task<Empty> PrepareOwner(PrepareOwnerRequest request, ServerCallContext context)
        {
            if (identity.Failures.TryGetValue(request.TenantSlug, out var status)) throw Failure(status);
            identity.Prepared.GetOrAdd(request.TenantSlug, _ => new()).Enqueue(request);
            return Task.FromResult(new Empty());
        }
    }
}
