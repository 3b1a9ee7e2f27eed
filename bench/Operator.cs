using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FactoryFlow.AppHost;

namespace FactoryFlow.Bench;

/// <summary>The platform's operator, who opens the tenants that are measured. All of them call over the same connections.</summary>
internal sealed class Operator : IDisposable
{
    private const int OpeningSideBySide = 4;
    private readonly SocketsHttpHandler _connections = new() { MaxConnectionsPerServer = 8192 };
    private readonly HttpClient _http;

    private Operator(FactoryFlowSystem system)
    {
        System = system;
        _http = NewClient();
    }

    public FactoryFlowSystem System { get; }

    public static async Task<Operator> SignIn(FactoryFlowSystem system)
    {
        var mine = new Operator(system);
        await mine._http.SignIn(new { email = FactoryFlowSystem.AdministratorEmail, password = system.AdministratorPassword });
        await mine.AddPlan("bench");
        return mine;
    }

    /// <summary>Adds a plan without limits but for how often a tenant may call in a minute.</summary>
    public Task AddPlan(string slug, int requestsPerMinute = -1) => _http.Send("plans", new
    {
        slug, name = slug, limits = new { maxJobSteps = -1, maxArticleAttributes = -1, maxUsers = -1, maxWorkers = -1 },
        rateLimits = new { requestsPerMinute, requestsPerMinutePerUser = -1 },
    });

    /// <summary>Opens a tenant with its steps, an article and its workers.</summary>
    public async Task<BenchFactory> Open(string slug, int workers, string plan = "bench")
    {
        var owner = new { email = $"owner@{slug}.localhost", password = "a bench needs no secret", name = "Owner" };
        var tenant = await _http.Send("tenants", new { name = slug, slug, plan, currency = "EUR", admin = owner });
        var id = tenant.GetProperty("id").GetGuid();
        string[] names = ["Cutting", "Stitching", "Inspection", "Packing"];
        await _http.Send("tenant-config", new { tenantId = id, jobSteps = names.Select((name, i) => new { name, order = i + 1, isPaid = name != "Inspection" }) });
        return await BenchFactory.Open(System, NewClient(), id, new { tenant = slug, owner.email, owner.password }, workers);
    }

    /// <summary>Opens many, a few at a time.</summary>
    public async Task<BenchFactory[]> OpenMany(int count, int workers)
    {
        var factories = new BenchFactory[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = OpeningSideBySide }, async (i, _) => factories[i] = await Open($"bench-{i + 1}", workers));
        return factories;
    }

    public void Dispose()
    {
        _http.Dispose();
        _connections.Dispose();
    }

    private HttpClient NewClient() => new(_connections, disposeHandler: false) { BaseAddress = new Uri(System.GatewayAddress, "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
}

/// <summary>Calls of the API.</summary>
internal static class Calls
{
    /// <summary>Writes something, whatever the answer is.</summary>
    public static async Task<HttpResponseMessage> Write(this HttpClient http, string path, byte[] body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("Idempotency-Key", key);
        return await http.SendAsync(request);
    }

    /// <summary>Throws what was answered unless it worked.</summary>
    /// <exception cref="HttpRequestException">It was refused.</exception>
    public static async Task MustHaveWorked(this HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>Posts something and answers what came back.</summary>
    public static async Task<JsonElement> Send(this HttpClient http, string path, object body)
    {
        using var response = await http.PostAsJsonAsync(path, body);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Signs in; what is called from then on is called by that person.</summary>
    public static async Task SignIn(this HttpClient http, object body)
    {
        http.DefaultRequestHeaders.Authorization = null;
        var session = await http.Send("auth/login", body);
        http.DefaultRequestHeaders.Authorization = new("Bearer", session.GetProperty("accessToken").GetString());
    }
}
