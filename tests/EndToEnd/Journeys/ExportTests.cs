namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>The books and a worker's statement as files, from the ledger through the gateway.</summary>
public sealed class ExportTests(WholeSystem system)
{
    [Fact]
    public async Task The_books_are_a_file_that_sums_to_zero()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await Earned(factory);
        (await factory.Pay(worker, "4")).Expect(201);
        (await factory.Enter(worker, "BONUS", "2.5")).Expect(201);
        using var answer = await Download(factory.Admin, "/api/v1/ledger/entries:export");
        ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), answer.Content.Headers.ContentDisposition?.ToString())
            .ShouldBe((200, "text/csv; charset=utf-8", "attachment; filename=\"ledger-entries.csv\""));
        var rows = Rows(await answer.Content.ReadAsStringAsync());
        rows.Count.ShouldBe(1 + 6);
        rows.Skip(1).Sum(row => decimal.Parse(row[5], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(0m);
        Rows((await factory.Admin.Get($"/api/v1/ledger/entries:export?to={Uri.EscapeDataString("2026-01-01T00:00:00Z")}")).Expect(200).Body).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_statement_as_a_file_says_what_it_says_as_JSON()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await Earned(factory);
        (await factory.Pay(worker, "4")).Expect(201);
        var file = (await factory.Admin.Get($"/api/v1/ledger/workers/{worker}:export")).Expect(200);
        file.MediaType.ShouldBe("text/csv");
        var statement = await factory.Statement(worker);
        Rows(file.Body).Skip(1).Select(row => (row[1], row[5])).Reverse()
            .ShouldBe(statement.Items("entries").Select(e => (e.GetProperty("id").GetString()!, e.GetProperty("balanceAfter").GetProperty("amount").GetString()!)));
    }

    [Fact]
    public async Task What_is_refused_is_a_problem_and_no_file()
    {
        var (factory, other) = (await Factory.OpenConfigured(system.Running), await Factory.OpenConfigured(system.Running));
        var worker = await Earned(factory);
        (await other.Admin.Get($"/api/v1/ledger/workers/{worker}:export")).Expect(404, "WORKER_NOT_FOUND");
        (await other.Admin.Get($"/api/v1/ledger/entries:export?workerId={worker}")).Expect(404, "WORKER_NOT_FOUND");
        (await factory.Admin.Get("/api/v1/ledger/entries:export?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z")).Expect(400, "INVALID_INPUT");
        (await system.Running.Anybody.Get("/api/v1/ledger/entries:export")).Expect(401);
        Rows((await other.Admin.Get("/api/v1/ledger/entries:export")).Expect(200).Body).ShouldHaveSingleItem();
    }

    private static List<string[]> Rows(string file) => [.. file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(','))];

    private static async Task<string> Earned(Factory factory)
    {
        var worker = await factory.Worker();
        await factory.Earned(worker, await factory.Article(("Cutting", "1.0000")), pieces: 10);
        await factory.BalanceBecomes(worker, 10m);
        return worker;
    }

    private async Task<HttpResponseMessage> Download(Client client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Authorization", "Bearer " + client.Token);
        return await system.Running.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
