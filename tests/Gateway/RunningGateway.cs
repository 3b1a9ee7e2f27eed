using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FactoryFlow.Gateway.Directory;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Testing;
using FactoryFlow.Trial.V1;
using Google.Protobuf.Reflection;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Gateway.Tests;

/// <summary>The gateway on real Kestrel, in front of instances of the trial service.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private RunningGateway(WebApplication app, Authorities authorities)
    {
        (_app, Authorities) = (app, authorities);
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = new Uri(app.Urls.First()), Timeout = Patience };
        // The address for gRPC is opened last.
        Channel = GrpcChannel.ForAddress(app.Urls.Last());
    }

    /// <summary>For clients that speak gRPC.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>Who says who may be let in.</summary>
    public Authorities Authorities { get; }

    public static async Task<RunningGateway> Start(
        IEnumerable<string> services, string? deadline = null, IReadOnlyList<FileDescriptor>? files = null, Authorities? authorities = null, ILoggerProvider? log = null, params (string Key, string Value)[] others)
    {
        authorities ??= await Authorities.Start();
        // Whichever service is asked for, these are its instances.
        string[] names = files is null ? ["trial"] : ["identity", "tenancy", "workflow", "production", "ledger"];
        var settings = services.SelectMany((address, i) => names.Select(name => KeyValuePair.Create($"services:{name}:grpc:{i}", (string?)address))).ToDictionary();
        settings["services:identity:grpc:0"] = settings["services:tenancy:grpc:0"] = authorities.Address;
        settings["urls"] = "http://127.0.0.1:0";
        settings["Gateway:GrpcUrl"] = "http://127.0.0.1:0";
        settings["Gateway:Deadline"] = deadline ?? "00:00:10";
        settings["Gateway:DirectoryInterval"] = "00:00:00.05";
        settings["Gateway:AnonymousRequestsPerMinute"] = settings["Gateway:CallsUnderWay"] = "-1";
        foreach (var (key, value) in others) settings[key] = value;
        var app = GatewayApplication.Build([], files ?? [TrialServiceReflection.Descriptor], builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Logging.ClearProviders();
            if (log is not null) builder.Logging.AddProvider(log);
        });
        await app.StartAsync();
        var gateway = new RunningGateway(app, authorities);
        if (authorities is { IsIdentityThere: true, IsTenancyThere: true }) await gateway.Learns();
        return gateway;
    }

    /// <summary>Waits until the gateway knows whatever identity and tenancy can tell by now.</summary>
    public async Task Learns()
    {
        var (keys, directory) = (_app.Services.GetRequiredService<KeySource>(), _app.Services.GetRequiredService<AccessDirectory>());
        var begin = DateTimeOffset.UtcNow;
        bool IsSince(DirectorySource source) => source.Age is { } age && DateTimeOffset.UtcNow - age > begin;
        // The second pass after now began after now.
        for (var pass = 0; pass < 2; pass++)
        {
            begin = DateTimeOffset.UtcNow;
            await Limit.Until(() => Task.FromResult(keys.HasKeys && IsSince(directory.Tenants) && IsSince(directory.Cutoffs)), isThere => isThere);
        }
    }

    /// <summary>Where it answers.</summary>
    public Uri Address => _client.BaseAddress!;

    /// <summary>Where it answers gRPC.</summary>
    public Uri GrpcAddress => new(_app.Urls.Last());

    public Task<Answer> Get(string path, params (string, string)[] headers) => Send("GET", path, null, headers: headers);

    public Task<Answer> Post(string path, string? json, params (string, string)[] headers) => Send("POST", path, json, headers: headers);

    public Task<Answer> Send(string method, string path, string? json, string? contentType = "application/json", params (string, string)[] headers) =>
        SendBytes(method, path, json is null ? null : Encoding.UTF8.GetBytes(json), contentType, headers);

    public async Task<Answer> SendBytes(string method, string path, byte[]? body, string? contentType = "application/json", params (string, string)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var (name, value) in headers)
            if (name == "Host") request.Headers.Host = value;
            else if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content!.Headers.TryAddWithoutValidation(name, value);
        using var response = await _client.SendAsync(request);
        return await Answer.Read(response);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        Channel.Dispose();
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
        await Authorities.DisposeAsync();
    }
}

/// <summary>What the gateway answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    public IReadOnlyList<string> SetCookies { get; private init; } = [];

    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>Status, reason and the fields at fault in one line, for tables.</summary>
    public string Problem => string.Join(' ', [$"{(int)Status}", (string)Json["reason"]!, .. Json["errors"]!.AsArray().Select(error => (string)error!["field"]!)]);

    public static async Task<Answer> Read(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsStringAsync(),
        response.Content.Headers.ContentType?.ToString(),
        response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase))
    {
        SetCookies = response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [],
    };
}
