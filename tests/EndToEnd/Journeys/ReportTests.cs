namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>Work that is reported in parts, shared, taken back and done again, until the money shows it.</summary>
public sealed class ReportTests(WholeSystem system)
{
    [Fact]
    public async Task Each_partial_report_is_credited_and_the_next_step_works_on_what_has_arrived()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var (cutter, sewer) = (await factory.Worker(), await factory.Worker());
        var job = await factory.Job(await factory.Article(("Cutting", "0.2500"), ("Sewing", "1.0000")), 10, cutter, "Cutting");
        await (await job.Assign("Sewing", sewer)).Start("Cutting");
        await job.Report("Cutting", good: 4);
        await factory.BalanceBecomes(cutter, 1m);
        await job.Start("Sewing");
        (await job.Report("Sewing", good: 3, rejected: 1)).GetProperty("receivedQuantity").GetInt32().ShouldBe(4);
        (await factory.Admin.Post($"{job.Path}/steps/{job.Step("Sewing")}:report", new { goodQuantity = 1 })).Expect(400, "QUANTITY_EXCEEDED");
        await job.Complete("Cutting");
        await job.Complete("Sewing");
        await factory.BalanceBecomes(cutter, 2.5m);
        await factory.BalanceBecomes(sewer, 9m);
        (await factory.Statement(cutter)).Items("entries").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Workers_who_share_a_step_share_its_wage_to_the_last_ten_thousandth()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var workers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => factory.Worker()));
        var job = await factory.Job(await factory.Article(("Cutting", "1.0000")), 10);
        var shares = workers.Select(worker => new { workerId = worker, part = "1" });
        (await factory.Admin.Put($"{job.Path}/steps/{job.Step("Cutting")}/assignment", new { shares, shareBasis = "WEIGHT" })).Expect(200);
        await job.Start("Cutting");
        await job.Complete("Cutting");
        await factory.BalanceBecomes(workers[0], 3.3334m);
        await factory.BalanceBecomes(workers[1], 3.3333m);
        await factory.BalanceBecomes(workers[2], 3.3333m);
    }

    [Fact]
    public async Task A_reopened_step_takes_its_wage_back_and_earns_again()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        var job = await factory.Earned(worker, await factory.Article(("Cutting", "2.0000")), pieces: 10);
        await factory.BalanceBecomes(worker, 20m);
        (await job.TryReopen("Cutting")).Expect(200);
        await factory.BalanceBecomes(worker, 0m);
        (await job.Complete("Cutting", good: 9, rejected: 1)).GetProperty("earned").GetProperty("amount").GetString().ShouldBe("18.0000");
        await factory.BalanceBecomes(worker, 18m);
        (await factory.Statement(worker)).Items("entries").Count.ShouldBe(3);
    }

    [Fact]
    public async Task Rejected_pieces_that_are_worked_again_are_paid_when_they_pass()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        var job = await factory.Job(await factory.Article(("Cutting", "1.0000")), 10, worker, "Cutting");
        await job.Start("Cutting");
        await job.Complete("Cutting", good: 7, rejected: 3);
        (await job.TryRework("Cutting", 2)).Expect(200);
        (await job.TryRework("Cutting", 2)).Expect(400, "QUANTITY_EXCEEDED");
        (await job.Complete("Cutting")).GetProperty("goodQuantity").GetInt32().ShouldBe(9);
        await factory.BalanceBecomes(worker, 9m);
    }

    [Fact]
    public async Task What_was_held_for_want_of_a_rate_is_paid_when_the_rate_is_entered()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var (worker, article) = (await factory.Worker(), await factory.Article(("Sewing", "1.0000")));
        var job = await factory.Job(article, 10, worker, "Cutting");
        job.Created.Text("warnings.0.reason").ShouldBe("RATE_MISSING");
        await job.Start("Cutting");
        await job.Complete("Cutting");
        await Eventually.Sees(() => factory.Admin.Get("/api/v1/ledger/held-lines"), held => held.Items("heldLines").Count == 1);
        (await factory.Admin.Get("/api/v1/held-reports")).Expect(200).Text("heldReports.0.jobId").ShouldBe(job.Id);
        var rate = (await factory.Admin.Post($"/api/v1/articles/{article}/rates", new { step = "Cutting", amount = "0.2500" })).Expect(201);
        rate.Text("releasedReports").ShouldBe("1");
        await factory.BalanceBecomes(worker, 2.5m);
        await Eventually.Sees(() => factory.Admin.Get("/api/v1/ledger/held-lines"), held => held.Items("heldLines").Count == 0);
    }

    [Fact]
    public async Task What_was_paid_before_its_rate_was_entered_is_brought_to_it()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var (worker, article) = (await factory.Worker(), await factory.Article(("Cutting", "0.1000")));
        await factory.Earned(worker, article, pieces: 10);
        await factory.BalanceBecomes(worker, 1m);
        (await factory.Admin.Post($"/api/v1/articles/{article}/rates", new { step = "Cutting", amount = "0.2000", effectiveTime = "2020-01-01T00:00:00Z" })).Expect(201);
        var scope = new { changes = new[] { new { articleId = article, step = "Cutting" } }, fromTime = DateTimeOffset.UtcNow.AddDays(-1), toTime = DateTimeOffset.UtcNow.AddHours(1) };
        var previewHash = (await factory.Admin.Post("/api/v1/ledger/rate-corrections:preview", new { scope })).Expect(200).Text("previewHash");
        (await factory.Admin.Post("/api/v1/ledger/rate-corrections", new { scope, previewHash, reason = "Entered late." })).Expect(201);
        await factory.BalanceBecomes(worker, 2m);
    }

    [Fact]
    public async Task A_configuration_may_want_no_job_without_its_rates()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var configuration = System.Text.Json.JsonSerializer.SerializeToNode(Factory.Configuration([("Cutting", true), ("Packing", false)]))!;
        configuration["missingRates"] = "REFUSE";
        (await factory.Admin.Post("/api/v1/tenant-config", configuration)).Expect(200).Text("missingRates").ShouldBe("REFUSE");
        var article = await factory.Article();
        object Job() => new { articleId = article, quantities = new Dictionary<string, int> { ["38"] = 1 } };
        (await factory.Admin.Post("/api/v1/jobs", Job())).Expect(409, "RATE_MISSING").Fields.ShouldBe(["articleId"]);
        (await factory.Admin.Post($"/api/v1/articles/{article}/rates", new { step = "Cutting", amount = "0.2500" })).Expect(201);
        (await factory.Admin.Post("/api/v1/jobs", Job())).Expect(201);
    }
}
