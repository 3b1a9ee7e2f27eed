using System.Text.Json;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>Every list, page by page: no row is left out and none comes twice.</summary>
public sealed class PaginationTests(WholeSystem system)
{
    private const string Flow = "states: [{ id: a, type: start }, { id: z, type: end }]\ntransitions: [{ from: a, to: z }]";
    private const int Rows = 7;

    [Fact]
    public async Task Workers_come_by_code()
    {
        var factory = await Factory.Open(system.Running);
        // The order is the database's own, whatever is in the codes.
        string[] codes = ["b", "A", "a", "Ä", "10", "9", "a b"];
        foreach (var code in codes) await factory.Worker(code);
        await ShouldPage(factory.Admin, "/api/v1/workers", "workers", Rows, worker => worker.GetProperty("code").GetString()!, codes);
    }

    [Fact]
    public async Task Articles_come_by_code_with_their_rates()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        for (var i = 0; i < Rows; i++) await factory.Article(("Cutting", $"0.{i}"), ("Sewing", "1"));
        var articles = await ShouldPage(factory.Admin, "/api/v1/articles", "articles", Rows, article => article.GetProperty("code").GetString()!);
        articles.Select(article => article.GetProperty("stepRates").GetProperty("Cutting").GetString()).ShouldBe(Enumerable.Range(0, Rows).Select(i => $"0.{i}000"));
    }

    [Fact]
    public async Task Jobs_come_newest_first_with_their_steps()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var article = await factory.Article(("Cutting", "1"));
        for (var i = 0; i < Rows; i++) await factory.Job(article, i + 1);
        var jobs = await ShouldPage(factory.Admin, "/api/v1/jobs", "jobs", Rows, job => job.GetProperty("id").GetString()!);
        jobs.Select(job => job.GetProperty("number").GetInt32()).ShouldBe(Enumerable.Range(1, Rows).Reverse());
        jobs.ShouldAllBe(job => job.GetProperty("steps").GetArrayLength() == 3);
    }

    [Fact]
    public async Task A_statement_comes_newest_first_and_its_balances_follow_from_each_other()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        for (var i = 1; i <= Rows; i++) (await factory.Pay(worker, $"{i}")).Expect(201);
        var entries = await ShouldPage(factory.Admin, $"/api/v1/ledger/workers/{worker}", "entries", Rows, entry => entry.GetProperty("id").GetString()!);
        entries.Select(entry => entry.GetProperty("balanceAfter").GetProperty("amount").GetString())
            .ShouldBe(Enumerable.Range(1, Rows).Reverse().Select(i => $"-{i * (i + 1) / 2}.0000"));
    }

    [Fact]
    public async Task Where_none_is_asked_for_pages_are_as_long_as_the_tenant_wants_them()
    {
        var factory = await Factory.Open(system.Running);
        object[] steps = [new { name = "Cutting", order = 1, isPaid = true }], types = [new { name = "BONUS", direction = "CREDIT" }];
        (await factory.Admin.Post("/api/v1/tenant-config", new { jobSteps = steps, ledgerEntryTypes = types, pagination = new { pageSize = 2 } })).Expect(200);
        // Both services ask for the configuration, and know it from then on.
        for (var i = 0; i < 3; i++) await factory.Article();
        for (var i = 0; i < 3; i++) (await factory.Enter(await factory.Worker(), "BONUS", "1")).Expect(201);
        for (var i = 0; i < 3; i++) (await factory.Pay(await factory.Worker(), "1")).Expect(201);
        var articles = (await factory.Admin.Get("/api/v1/articles")).Expect(200);
        (articles.Items("articles").Count, articles.Text("nextPageToken").Length > 0).ShouldBe((2, true));
        (await factory.Admin.Get("/api/v1/ledger/payments")).Items("payments").Count.ShouldBe(2);
        (await factory.Admin.Get("/api/v1/articles?pageSize=3")).Items("articles").Count.ShouldBe(3);
        // Those that need no configuration hear of it, and may have looked before they did: half a minute later they have it.
        await Eventually.Sees(() => factory.Admin.Get("/api/v1/roles"), reply => reply.Items("roles").Count == 2, TimeSpan.FromMinutes(2));
        for (var i = 0; i < 3; i++) (await factory.Admin.Post("/api/v1/workflows/definitions", new { name = $"flow-{i}", yaml = Flow })).Expect(201);
        await Eventually.Sees(() => factory.Admin.Get("/api/v1/workflows/definitions"), reply => reply.Items("definitions").Count == 2, TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Plans_come_by_slug()
    {
        var slugs = Enumerable.Range(0, Rows).Select(_ => Factory.NewSlug()).ToArray();
        foreach (var slug in slugs) (await system.Running.Platform.Post("/api/v1/plans", Factory.Plan(slug))).Expect(201);
        var seen = (await Factory.Pages(system.Running.Platform, "/api/v1/plans", "plans", 3)).ConvertAll(plan => plan.GetProperty("slug").GetString()!);
        seen.ShouldBe(seen.Distinct().Order(StringComparer.Ordinal));
        slugs.ShouldBeSubsetOf(seen);
    }

    [Fact]
    public async Task Tenants_come_by_slug()
    {
        var slugs = (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Factory.Open(system.Running)))).Select(factory => factory.Slug).ToArray();
        var seen = (await Factory.Pages(system.Running.Platform, "/api/v1/tenants", "tenants", 2)).ConvertAll(tenant => tenant.GetProperty("slug").GetString()!);
        seen.ShouldBe(seen.Distinct().Order(StringComparer.Ordinal));
        slugs.ShouldBeSubsetOf(seen);
    }

    [Fact]
    public async Task Rows_that_are_added_meanwhile_neither_hide_nor_repeat_another()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var article = await factory.Article(("Cutting", "1"));
        for (var i = 0; i < 4; i++) await factory.Job(article, 1);
        var first = (await factory.Admin.Get("/api/v1/jobs?pageSize=2")).Expect(200);
        await factory.Job(article, 1);
        var second = (await factory.Admin.Get($"/api/v1/jobs?pageSize=2&pageToken={first.Text("nextPageToken")}")).Expect(200);
        first.Items("jobs").Concat(second.Items("jobs")).Select(job => job.GetProperty("number").GetInt32()).ShouldBe([4, 3, 2, 1]);
    }

    [Fact]
    public async Task Another_tenants_page_token_shows_ones_own_rows_only()
    {
        var (one, other) = (await Factory.Open(system.Running), await Factory.Open(system.Running));
        for (var i = 0; i < 3; i++) await one.Worker();
        var mine = await other.Worker("Z");
        var token = (await one.Admin.Get("/api/v1/workers?pageSize=1")).Text("nextPageToken");
        (await other.Admin.Get($"/api/v1/workers?pageToken={token}")).Expect(200).Items("workers").Select(w => w.GetProperty("id").GetString()).ShouldBe([mine]);
    }

    private static async Task<List<JsonElement>> ShouldPage(Client client, string path, string plural, int count, Func<JsonElement, string> key, string[]? expected = null)
    {
        var whole = (await Factory.Pages(client, path, plural, 200)).ConvertAll(row => key(row));
        whole.Count.ShouldBe(count);
        if (expected is not null) whole.ShouldBe(expected, ignoreOrder: true);
        var rows = new List<JsonElement>();
        foreach (var size in new[] { 1, 2, 3, Rows - 1, Rows, Rows + 1 })
        {
            rows = await Factory.Pages(client, path, plural, size);
            rows.ConvertAll(row => key(row)).ShouldBe(whole, $"in pages of {size}");
        }

        return rows;
    }
}
