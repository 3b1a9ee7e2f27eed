using System.Text.Json;
using FactoryFlow.AppHost;
using Npgsql;

namespace FactoryFlow.Bench;

/// <summary>
/// A tenant opened through the API, with jobs whose first step is in progress. The jobs are written straight into the database,
/// as many and as fast as a measurement needs them; completing them is what is measured.
/// </summary>
internal sealed class BenchFactory
{
    private readonly FactoryFlowSystem _system;
    private readonly HttpClient _http;
    private readonly object _owner;
    private Guid _articleId;
    private Guid[] _workerIds = [];
    private int _lastJobNumber;

    private BenchFactory(FactoryFlowSystem system, HttpClient http, Guid tenantId, object owner) => (_system, _http, TenantId, _owner) = (system, http, tenantId, owner);

    public Guid TenantId { get; }

    /// <summary>The owner's, for clients of one's own.</summary>
    public string Token => _http.DefaultRequestHeaders.Authorization!.Parameter!;

    public IReadOnlyList<Guid> WorkerIds => _workerIds;

    /// <summary>Sets a tenant up that has just been opened.</summary>
    public static async Task<BenchFactory> Open(FactoryFlowSystem system, HttpClient http, Guid tenantId, object owner, int workers)
    {
        var factory = new BenchFactory(system, http, tenantId, owner);
        await factory.SignIn();
        var article = await http.Send("articles", new { code = "A", name = "Boot", stepRates = new Dictionary<string, string> { ["Cutting"] = "0.2375", ["Stitching"] = "1.1250", ["Packing"] = "0.0800" } });
        factory._articleId = article.GetProperty("id").GetGuid();
        factory._workerIds = new Guid[workers];
        await Parallel.ForAsync(0, workers, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            factory._workerIds[i] = (await http.Send("workers", new { code = $"W{i + 1}", name = $"Worker {i + 1}" })).GetProperty("id").GetGuid());
        return factory;
    }

    /// <summary>Signs the owner in, again where it is long ago.</summary>
    public Task SignIn() => _http.SignIn(_owner);

    /// <summary>Writes jobs of four steps whose first is in progress.</summary>
    /// <returns>The first step of each.</returns>
    public async Task<List<WaitingStep>> SeedSteps(int count)
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
        foreach (var value in new object[] { TenantId, _articleId, count, _lastJobNumber, _workerIds, _workerIds.Length }) command.Parameters.Add(new NpgsqlParameter { Value = value });
        _lastJobNumber += count;
        var seeded = new List<WaitingStep>(count);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) seeded.Add(new WaitingStep(TenantId, _http, reader.GetGuid(0), reader.GetGuid(1)));
        return seeded;
    }

    /// <summary>Writes something, and answers what it was answered with.</summary>
    /// <exception cref="HttpRequestException">It was refused.</exception>
    public async Task<byte[]> Write(string path, byte[] body)
    {
        using var response = await _http.Write(path, body, Guid.NewGuid().ToString());
        await response.MustHaveWorked();
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Sets something up.</summary>
    public Task<JsonElement> Send(string path, object body) => _http.Send(path, body);

    /// <summary>Reads something to its end.</summary>
    /// <exception cref="HttpRequestException">It was refused.</exception>
    public async Task<byte[]> Get(string path)
    {
        using var response = await _http.GetAsync(path);
        await response.MustHaveWorked();
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Takes a file and keeps none of it.</summary>
    /// <returns>How many rows and bytes it has.</returns>
    public async Task<(long Rows, long Bytes)> Download(string path)
    {
        using var response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
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

    private async Task<NpgsqlConnection> Connect(string service)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_system.Database(service).AppConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await connection.Do($"select set_config('app.tenant_id', '{TenantId}', false)");
        return connection;
    }
}
