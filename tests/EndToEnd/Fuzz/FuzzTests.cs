using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using FactoryFlow.EndToEnd.Tests.Contract;
using FactoryFlow.Testing;

namespace FactoryFlow.EndToEnd.Tests.Fuzz;

/// <summary>
/// Random calls made of the API's description: valid, almost valid and hostile ones. Whatever is sent, nothing fails inside, nothing hangs,
/// every answer is one that the description knows (the contract is held by every test's client), and the books are in order behind it.
/// FUZZ_REQUESTS says how many, FUZZ_SEED which, such as those that a failure names; else they are the usual ones (<see cref="Seeds" />).
/// </summary>
public sealed class FuzzTests(WholeSystem system)
{
    private const int Lanes = 4, MostFaults = 20;

    // A part may be away for a moment on a machine that others use; what is away longer is broken.
    private const int MostAway = 5;

    private static readonly string[] s_tooMuch = ["Too many calls are under way", "Hay demasiadas llamadas en curso", "Trop d’appels sont en cours"];

    // What comes as a stream of events, beside the classes of status.
    private const int Streams = 0;
    private static readonly int s_requests = Number("FUZZ_REQUESTS", 20_000);

    [Fact]
    public async Task Whatever_is_sent_is_answered_as_the_description_says()
    {
        var document = JsonNode.Parse((await system.Running.Anybody.Get("/openapi/v1.json")).Body)!;
        var lanes = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => Run(document, lane))));
        // A fuzzer whose calls are all refused proves little.
        lanes.Sum(l => l.GetValueOrDefault(2)).ShouldBeGreaterThan(s_requests / 50, string.Join(", ", lanes.SelectMany(l => l)));
        lanes.Sum(l => l.GetValueOrDefault(4)).ShouldBeGreaterThan(s_requests / 4);
        lanes.Sum(l => l.GetValueOrDefault(Streams)).ShouldBeGreaterThan(s_requests / 2_000);
    }

    // How many answers of each class of status there were, and how many streams among them.
    private async Task<Dictionary<int, int>> Run(JsonNode document, int lane)
    {
        var seed = Seeds.Current + lane;
        var (random, seen) = (new Random(seed), new Seen(new Random(seed)));
        var calls = new CallGenerator(document, random, new ValueGenerator(document, random, seen));
        var (factory, caller) = await Open(lane);
        var (classes, faults) = (new Dictionary<int, int>(), new List<string>());
        var away = new List<string>();
        for (var i = 0; i < s_requests / Lanes; i++)
        {
            var call = calls.Next();
            try
            {
                var reply = await caller.Send(call.Method, call.Path, call.Body, call.Key, call.MediaType, call.Accept, call.Header);
                Count(reply.Status / 100);
                if (reply.MediaType == ContractHandler.Stream) Count(Streams);
                // Who asks for too much at once is told to wait, and nothing else may fail.
                if (reply.Status >= 500 && !IsTooMuch(reply.Expect(503, "UNAVAILABLE"))) away.Add($"{call.Method} {call.Path}: {reply.Text("detail")}");
                if (reply.Status < 300) seen.Learn(call.Tag, reply.Body);
                // It has signed itself out, or locked itself out.
                if (reply.Reason is "SESSION_ENDED" or "TOKEN_OUTDATED" or "TOKEN_EXPIRED" or "TENANT_SUSPENDED" or "API_KEY_REFUSED") (factory, caller) = await Open(lane);
            }
            catch (Exception e)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"FUZZ_SEED={seed}, call {i}: {call}: {e.Message}"));
                if (faults.Count == MostFaults) break;
            }
        }

        faults.ShouldBeEmpty();
        away.Count.ShouldBeLessThanOrEqualTo(MostAway, string.Join('\n', away));
        (await factory.Admin.Get("/api/v1/ledger/trial-balance")).Expect(200).Items("accounts").Sum(a => decimal.Parse(a.GetProperty("total").GetProperty("amount").GetString()!, CultureInfo.InvariantCulture)).ShouldBe(0m);
        await AllIsDone(factory);
        return classes;

        void Count(int what) => classes[what] = classes.GetValueOrDefault(what) + 1;
    }

    // Administrators, one of them of a sandbox, whose clock may be moved, and a program that may do whatever a program may.
    private async Task<(Factory Factory, Client Caller)> Open(int lane)
    {
        var factory = await Factory.OpenConfigured(system.Running);
        if (lane == 1) factory = await (await factory.OpenSandbox()).Configure(("Cutting", true), ("Sewing", true), ("Packing", false));
        if (lane != 2) return (factory, factory.Admin);
        var key = (await factory.Admin.Post("/api/v1/api-keys", new { name = "A program", permissions = new[] { "*:*:*" } })).Expect(201).Text("apiKey");
        return (factory, new Client(system.Running.Http, key));
    }

    // Nothing waits to be told, and once it has arrived there is a wage for each report of paid work, no other, and as much as was earned.
    private async Task AllIsDone(Factory factory)
    {
        foreach (var service in new[] { "identity", "tenancy", "workflow", "production", "ledger" })
        {
            await using var connection = await system.Running.OpenAsAdministrator(service);
            await Eventually.Sees(() => connection.ExecuteScalarAsync<long>("select count(*) from outbox where tenant_id = @Id", new { Id = Guid.Parse(factory.TenantId) }), waiting => waiting == 0);
        }

        await Eventually.Sees(() => factory.Admin.Get("/api/v1/reconciliation/wages"), reply => reply.Expect(200).Items("findings").Count == 0);
    }

    // The gateway's own, as the caller may have asked for it.
    private static bool IsTooMuch(Reply reply) => s_tooMuch.Any(text => reply.Text("detail").StartsWith(text, StringComparison.Ordinal));

    internal static int Number(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
