using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FactoryFlow.AppHost;
using Npgsql;

namespace FactoryFlow.Bench;

/// <summary>
/// A tenant opened through the API, with jobs whose first step is in progress. The jobs are written straight into the database,
/// as many and as fast as a measurement needs them; completing them is what is measured.
/// </summary>
internal sealed class BenchFactory : IDisposable
{
    private const int Workers = 200;
    private readonly FactoryFlowSystem _system;
    private readonly HttpClient _http;
    private Guid _articleId;
    private Guid[] _workerIds = [];
    private int _lastJobNumber;

    private BenchFactory(FactoryFlowSystem system)
    {
        _system = system;
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = system.GatewayAddress };
    }

    public Guid TenantId { get; private set; }

    public IReadOnlyList<Guid> WorkerIds => _workerIds;

    public static async Task<BenchFactory> Open(FactoryFlowSystem system)
    {
        var factory = new BenchFactory(system);
        var admin = new { email = FactoryFlowSystem.AdministratorEmail, password = system.AdministratorPassword };
        await factory.SignIn(admin);
        await factory.Post("plans", new { slug = "bench", name = "Bench", limits = new { maxJobSteps = -1, maxArticleAttributes = -1, maxUsers = -1, maxWorkers = -1 } });
        var owner = new { email = "owner@bench.localhost", password = "a bench needs no secret", name = "Owner" };
        var tenant = await factory.Post("tenants", new { name = "Bench", slug = "bench", plan = "bench", currency = "EUR", admin = owner });
        factory.TenantId = tenant.GetProperty("id").GetGuid();
        string[] names = ["Cutting", "Stitching", "Inspection", "Packing"];
        await factory.Post("tenant-config", new { tenantId = factory.TenantId, jobSteps = names.Select((name, i) => new { name, order = i + 1, isPaid = name != "Inspection" }) });
        await factory.SignIn(new { tenant = "bench", owner.email, owner.password });
        var article = await factory.Post("articles", new { code = "A", name = "Boot", stepRates = new Dictionary<string, string> { ["Cutting"] = "0.2375", ["Stitching"] = "1.1250", ["Packing"] = "0.0800" } });
        factory._articleId = article.GetProperty("id").GetGuid();
        factory._workerIds = await Task.WhenAll(Enumerable.Range(1, Workers).Select(async i =>
            (await factory.Post("workers", new { code = $"W{i}", name = $"Worker {i}" })).GetProperty("id").GetGuid()));
        return factory;
    }

    /// <summary>Writes jobs of four steps whose first is in progress.</summary>
    /// <returns>The job and its first step, of each.</returns>
    public async Task<ConcurrentQueue<(Guid Job, Guid Step)>> SeedSteps(int count)
    {
        await using var connection = await Connect("production");
        await using var command = new NpgsqlCommand("""
            with seeded as (
                insert into jobs (tenant_id, id, number, article_id, status, quantities, total_quantity, attributes, currency, config_version, create_time)
                select $1, gen_random_uuid(), $4 + n, $2, 'IN_PROGRESS', '{"38": 4, "39": 6}', 10, '{}', 'EUR', 1, now() from generate_series(1, $3) n
                returning id, number
            ), steps as (
                insert into job_steps (tenant_id, job_id, id, name, position, is_paid, status, worker_id, start_time)
                select $1, s.id, gen_random_uuid(), p.name, p.position, p.is_paid, case p.position when 1 then 'IN_PROGRESS' else 'PENDING' end,
                       $5[1 + (s.number + p.position) % $6], case p.position when 1 then now() end
                from seeded s cross join (values ('Cutting', 1, true), ('Stitching', 2, true), ('Inspection', 3, false), ('Packing', 4, true)) p (name, position, is_paid)
                returning job_id, id, position
            )
            select job_id, id from steps where position = 1
            """, connection)
        { CommandTimeout = 120 };
        foreach (var value in new object[] { TenantId, _articleId, count, _lastJobNumber, _workerIds, Workers }) command.Parameters.Add(new NpgsqlParameter { Value = value });
        _lastJobNumber += count;
        var seeded = new ConcurrentQueue<(Guid, Guid)>();
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                seeded.Enqueue((reader.GetGuid(0), reader.GetGuid(1)));
        await using var admin = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_system.ConnectionString("postgres")) { Database = "production", Pooling = false }.ConnectionString);
        await admin.OpenAsync();
        await using var tidy = new NpgsqlCommand("vacuum (analyze) jobs, job_steps; checkpoint", admin) { CommandTimeout = 120 };
        await tidy.ExecuteNonQueryAsync();
        return seeded;
    }

    /// <summary>Clients that complete the given steps through the gateway.</summary>
    public Func<Func<Task<Guid?>>> Clients(ConcurrentQueue<(Guid Job, Guid Step)> steps) => () => async () =>
    {
        if (!steps.TryDequeue(out var next)) return null;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/jobs/{next.Job}/steps/{next.Step}:complete")
        {
            Content = new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("Idempotency-Key", next.Step.ToString());
        using var response = await _http.SendAsync(request);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        await response.Content.ReadAsByteArrayAsync();
        return next.Step;
    };

    /// <summary>Reads something to its end.</summary>
    public async Task Get(string path)
    {
        using var response = await _http.GetAsync("/api/v1/" + path);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Takes a file and keeps none of it.</summary>
    /// <returns>How many rows and bytes it has.</returns>
    public async Task<(long Rows, long Bytes)> Download(string path)
    {
        using var response = await _http.GetAsync("/api/v1/" + path, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync();
        var (rows, bytes, buffer) = (0L, 0L, new byte[1 << 16]);
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            bytes += read;
            rows += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return (rows, bytes);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>How many wages are credited.</summary>
    public async Task<long> Credits() => await Count("ledger", "select count(*) from entries");

    /// <summary>Waits until every completed paid step is credited.</summary>
    public async Task AllCredited()
    {
        // What the raw transactions completed published nothing that the ledger would know.
        var completed = await Count("production", "select count(*) from audit_entries where action = 'job_step.completed'");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (await Credits() < completed) await Task.Delay(50, limit.Token);
    }

    /// <summary>A connection as the application role, set to the tenant.</summary>
    public async Task<NpgsqlConnection> Connect(string service)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_system.Database(service).AppConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var set = new NpgsqlCommand($"select set_config('app.tenant_id', '{TenantId}', false)", connection);
        await set.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task<long> Count(string service, string sql)
    {
        await using var connection = await Connect(service);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task SignIn(object body)
    {
        _http.DefaultRequestHeaders.Authorization = null;
        var session = await Post("auth/login", body);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("accessToken").GetString());
    }

    private async Task<JsonElement> Post(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync($"/api/v1/{path}", body);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
