using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FactoryFlow.Identity.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Status = Grpc.Core.Status;

namespace FactoryFlow.Tenancy.Tests;

/// <summary>As much of identity as tenancy calls: its keys, and owners that a test can have refused or lost.</summary>
internal sealed class FakeIdentity : IAsyncDisposable
{
    // An idempotency key belongs to whoever sent it, so every token of a tenant is the same user's.
    private static readonly Guid Administrator = Guid.CreateVersion7();

    private readonly WebApplication _app;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private FakeIdentity()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<Keys>();
        _app.MapGrpcService<Owners>();
    }

    public string Address => _app.Urls.Single();

    /// <summary>What happens to the next calls for a slug, one entry each; when none is left, an owner is created.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<StatusCode>> Failures { get; } = new();

    /// <summary>What happens, by slug, while the first call for an owner is still on its way.</summary>
    public ConcurrentDictionary<string, Func<Task>> Meanwhile { get; } = new();

    /// <summary>The calls that got through, by slug.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<CreateOwnerRequest>> Asked { get; } = new();

    public static async Task<FakeIdentity> Start()
    {
        var identity = new FakeIdentity();
        await identity._app.StartAsync().WaitAsync(TimeSpan.FromSeconds(10));
        return identity;
    }

    /// <summary>A token as identity signs it; without a tenant it is the platform administrator's.</summary>
    public string Token(string kind = "PLATFORM", Guid? tenant = null, string permission = "*:*:*")
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new Dictionary<string, object>
        {
            ["iss"] = "factoryflow", ["aud"] = "factoryflow-api", ["kind"] = kind, ["roles"] = Array.Empty<string>(), ["perms"] = new[] { permission },
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

    private sealed class Owners(FakeIdentity identity) : OwnerService.OwnerServiceBase
    {
        private static readonly ConcurrentDictionary<(string Tenant, string Email), string> Known = new();

        public override async Task<CreateOwnerResponse> CreateOwner(CreateOwnerRequest request, ServerCallContext context)
        {
            identity.Asked.GetOrAdd(request.TenantSlug, _ => new()).Enqueue(request);
            if (identity.Meanwhile.TryRemove(request.TenantSlug, out var meanwhile)) await meanwhile();
            if (identity.Failures.TryGetValue(request.TenantSlug, out var failures) && failures.TryDequeue(out var status))
                throw Failure(status);
            var user = Known.GetOrAdd((request.TenantId, request.Email), _ => Guid.CreateVersion7().ToString());
            return new CreateOwnerResponse { UserId = user };
        }
    }
}
