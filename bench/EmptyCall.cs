using System.Globalization;
using System.Net.Http.Headers;
using FactoryFlow.AppHost;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.Bench;

/// <summary>
/// What a call costs that does nothing, through the gateway (token, limits, JSON to gRPC and back), beside the same bytes from Kestrel itself
/// and, where it can be had, through nginx: dotnet run -c Release --project bench -- gateway
/// </summary>
internal sealed class EmptyCall(FactoryFlowSystem system, Options options, string token, (string Name, int Process)[] others) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1024 });

    public static async Task<int> Run(Options options)
    {
        var (http, grpc) = (FreePort.Next(), FreePort.Next());
        await using var answering = GuardedProcess.Start(
            new LaunchCommand(Environment.ProcessPath!, ["answer", http.ToString(CultureInfo.InvariantCulture), grpc.ToString(CultureInfo.InvariantCulture)]), new LogBuffer());
        // The gateway finds it in the place of workflow, whose calls are many and small.
        await using var system = await BenchSystem.Start(("services__workflow__grpc__0", Loopback(grpc).ToString()));
        using var platform = await Operator.SignIn(system);
        var factory = await platform.Open("bench", workers: 1);
        await using var nginx = await Nginx.Start(http);
        var others = new List<(string, int)> { ("kestrel", answering.Id) };
        if (nginx is not null) others.Add(("nginx", nginx.ProcessId));
        using var bench = new EmptyCall(system, options, factory.Token, [.. others]);
        return await bench.Run(Loopback(http), nginx?.Address);
    }

    public void Dispose() => _http.Dispose();

    private async Task<int> Run(Uri kestrel, Uri? nginx)
    {
        var gateway = new Uri(system.GatewayAddress, $"/api/v1/workflows/instances/{Guid.CreateVersion7()}");
        var json = await Get(gateway);
        using (var set = await _http.PutAsync(kestrel, new ByteArrayContent(json))) set.EnsureSuccessStatusCode();
        var ways = new List<(string Name, Uri Address, string Part)> { ("kestrel", kestrel, "kestrel"), ("gateway", gateway, "gateway") };
        if (nginx is not null) ways.Insert(1, ("nginx", nginx, "nginx"));

        var rows = new List<Row>();
        foreach (var (name, address, part) in ways)
        {
            Console.WriteLine($"{name}: {options.Clients} clients ...");
            var (load, cpu) = await Call(address, 0);
            rows.Add(new Row(name, part, load, cpu));
        }

        var half = (int)(rows[^1].Load.PerSecond / 2);
        var atHalf = new Dictionary<string, Load>();
        foreach (var (name, address, _) in ways)
        {
            Console.WriteLine($"{name}: {half} calls a second ...");
            atHalf[name] = (await Call(address, half)).Load;
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"An answer of {json.Length} bytes; processor microseconds of what answers or passes on, whatever stands behind it aside."));
        Console.WriteLine($"{"",-10} {"calls/s",9} {"/ kestrel",10} {"CPU us",8} {"/ kestrel",10}   p50, p99 ms at {half}/s   added p50, p99");
        foreach (var row in rows)
        {
            var (direct, now) = (atHalf["kestrel"].Latency, atHalf[row.Name].Latency);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Name,-10} {row.Load.PerSecond,9:0} {row.Load.PerSecond / rows[0].Load.PerSecond,10:0.00} {row.Micros,8:0.0} {row.Micros / rows[0].Micros,10:0.0}   {now.At(0.5),8:0.00} {now.At(0.99),8:0.00}   {now.At(0.5) - direct.At(0.5),12:0.00} {now.At(0.99) - direct.At(0.99),8:0.00}"));
        }

        Console.WriteLine();
        foreach (var row in rows) Console.WriteLine($"processor microseconds for each call, {row.Name}: {string.Join(", ", row.Cpu.Where(c => c.Value >= 1).OrderByDescending(c => c.Value).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value:0}")))}");
        return rows.Sum(row => row.Load.Failures) + atHalf.Values.Sum(load => load.Failures) == 0 ? 0 : 1;
    }

    private async Task<(Load Load, Dictionary<string, double> Cpu)> Call(Uri address, int rate)
    {
        var load = new Load(rate == 0 ? options.Clients : options.Clients * 4, rate == 0 ? options.WarmUp : options.ShortWarmUp, options.Duration) { Rate = rate };
        var cpu = new CpuShare(system, others);
        await load.Run(() => async () =>
        {
            await Get(address);
            return Guid.Empty;
        });
        return (load, cpu.MicrosPerCall(load.Answers));
    }

    private async Task<byte[]> Get(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var response = await _http.SendAsync(request);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"{address}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static Uri Loopback(int port) => new($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");

    private sealed record Row(string Name, string Part, Load Load, Dictionary<string, double> Cpu)
    {
        public double Micros => Cpu.GetValueOrDefault(Part);
    }
}
