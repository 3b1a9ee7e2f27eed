using Dapper;
using FactoryFlow.Events.Production;
using FactoryFlow.Production.HeldReports;
using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Tenancy.V1;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace FactoryFlow.Production.Tests.HeldReports;

public sealed class HeldReportTests(World world)
{
    private readonly Floor _floor = new(world);

    [Fact]
    public async Task A_job_without_rates_is_created_with_a_warning_for_each_paid_step()
    {
        var article = await _floor.Article(("Sewing", "1"));
        (await _floor.Job(article)).Warnings.Select(w => (w.Reason, w.Subject)).ShouldBe([("RATE_MISSING", "Cutting")]);
        await _floor.Rate(article, "Cutting", "1");
        (await _floor.Job(article)).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_the_configuration_says_so_such_a_job_is_refused()
    {
        _floor.Configure(c => c.MissingRates = TenantConfig.Types.MissingRates.Refuse);
        var article = await _floor.Article();
        await _floor.Rate(article, "Cutting", "1", DateTimeOffset.UtcNow.AddDays(1));
        (await Floor.Refused(() => _floor.Job(article))).Message.ShouldBe("The article has no rate for Cutting, Sewing. Enter it first.");
        await _floor.Rate(article, "Cutting", "1", DateTimeOffset.UtcNow.AddDays(-1));
        await _floor.Rate(article, "Sewing", "1");
        (await _floor.Job(article)).Number.ShouldBe(1, "a refused job takes no number");
    }

    [Fact]
    public async Task A_held_report_is_listed_and_paid_by_the_rate_that_comes()
    {
        var (article, worker) = (await _floor.Article(), await _floor.Worker());
        var job = await _floor.Complete(await _floor.Started(article, worker), "Cutting");
        var held = (await List()).Single();
        (held.JobNumber, held.Step, held.ArticleCode, held.WorkerId, held.GoodQuantity).ShouldBe((1, "Cutting", article.Code, worker.ToString(), 100));
        (await _floor.Rate(article, "Cutting", "0.2500")).ReleasedReports.ShouldBe(1);
        (await List()).ShouldBeEmpty();
        var fact = (await _floor.Facts<HeldWageReleased>()).Single();
        (fact.ReportId.ToString(), fact.Rate, fact.GoodQuantity, fact.WorkerId).ShouldBe((held.ReportId, 0.25m, 100, worker));
        fact.ReportId.ShouldBe((await _floor.Facts<JobStepCompleted>()).Single().ReportId!.Value);
        var step = (await Get(job)).Step("Cutting");
        (step.IsHeld, step.Earned.Amount, step.Rate.Amount).ShouldBe((false, "25.0000", "0.2500"));
        (await _floor.ReportsOf(job, "Cutting")).Select(r => (r.IsHeld, r.Earned.Amount)).ShouldBe([(false, "25.0000")]);
    }

    [Fact]
    public async Task Each_report_is_paid_with_the_rate_that_was_in_force_when_its_work_was_done()
    {
        var floor = new Floor(world) { Age = TimeSpan.FromDays(25) };
        var article = await floor.Article();
        var job = await floor.Started(article);
        foreach (var days in new[] { 20, 10, 1 })
            await floor.Report(job, "Cutting", good: 10, change: r => r.OccurTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(-days)));
        (await floor.Rate(article, "Cutting", "1", DateTimeOffset.UtcNow.AddDays(-5))).ReleasedReports.ShouldBe(1);
        (await Get(job, floor)).Step("Cutting").IsHeld.ShouldBeTrue();
        (await floor.Rate(article, "Cutting", "2", DateTimeOffset.UtcNow.AddDays(-15))).ReleasedReports.ShouldBe(1);
        (await List(of: floor)).Count.ShouldBe(1);
        (await floor.Rate(article, "Cutting", "3", DateTimeOffset.UnixEpoch)).ReleasedReports.ShouldBe(1);
        var step = (await Get(job, floor)).Step("Cutting");
        (step.IsHeld, step.Earned.Amount).ShouldBe((false, "60.0000"));
    }

    [Fact]
    public async Task Shares_of_a_held_wage_are_paid_with_it()
    {
        var (article, workers) = (await _floor.Article(), new[] { await _floor.Worker(), await _floor.Worker() });
        var job = await _floor.Started(article);
        await _floor.Report(job, "Cutting", good: 1, change: r =>
        {
            r.ShareBasis = Share.Types.Basis.Hours;
            r.Shares.Add(workers.Select(w => new Share { WorkerId = w.ToString(), Part = "1" }));
        });
        (await _floor.Facts<JobStepProgressed>()).Single().Shares!.ShouldAllBe(s => s.Amount == null);
        await _floor.Rate(article, "Cutting", "0.3333");
        (await _floor.Facts<HeldWageReleased>()).Single().Shares!.Select(s => (s.WorkerId, s.Amount)).ShouldBe([(workers[0], 0.1667m), (workers[1], 0.1666m)]);
    }

    [Fact]
    public async Task What_was_taken_back_waits_for_no_rate()
    {
        var article = await _floor.Article();
        var job = await _floor.Reopen(await _floor.Complete(await _floor.Started(article), "Cutting"), "Cutting");
        (await List()).ShouldBeEmpty();
        (await _floor.Rate(article, "Cutting", "1")).ReleasedReports.ShouldBe(0);
        (await Get(job)).Step("Cutting").IsHeld.ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_released_can_be_taken_back_with_its_wage()
    {
        var article = await _floor.Article();
        var job = await _floor.Complete(await _floor.Started(article), "Cutting");
        await _floor.Rate(article, "Cutting", "1");
        (await _floor.Reopen(job, "Cutting")).Step("Cutting").Earned.ShouldBeNull();
        (await _floor.ReportsOf(job, "Cutting")).Select(r => r.Earned.Amount).ShouldBe(["100.0000", "-100.0000"]);
    }

    [Fact]
    public async Task Work_that_is_reported_while_its_rate_is_entered_is_paid_once()
    {
        for (var i = 0; i < 8; i++)
        {
            var article = await _floor.Article();
            var job = await _floor.Started(article);
            await Task.WhenAll(Task.Run(() => _floor.Complete(job, "Cutting")), Task.Run(() => _floor.Rate(article, "Cutting", "1")));
            var step = (await Get(job)).Step("Cutting");
            (step.IsHeld, step.Earned?.Amount).ShouldBe((false, "100.0000"));
        }

        (await List()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rate_waits_for_nobody_who_works_at_a_job_and_waits_for_the_article_and_what_is_held_there_is_paid_when_they_are_done()
    {
        var (article, worker) = (await _floor.Article(), await _floor.Worker());
        var (busy, free) = (await _floor.Complete(await _floor.Started(article, worker), "Cutting"), await _floor.Complete(await _floor.Started(article, worker), "Cutting"));
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(world.Postgres.ConnectionString) { Database = world.Database.Name, Pooling = false });
        await using var working = await source.OpenConnectionAsync(Limit.Soon());
        await using var transaction = await working.BeginTransactionAsync(Limit.Soon());
        await working.ExecuteAsync("select 1 from jobs where id = @id for update", new { id = Guid.Parse(busy.Id) });
        var rate = await _floor.Rate(article, "Cutting", "1");
        (rate.ReleasedReports, rate.Warnings.Single().Reason).ShouldBe((1, "RELEASE_GOES_ON"));
        await working.ExecuteAsync("select 1 from articles where id = @id for share", new { id = Guid.Parse(article.Id) });
        (await List()).Single().JobId.ShouldBe(busy.Id);
        await transaction.CommitAsync(Limit.Soon());
        (await Limit.Until(async () => (await List()).Count, n => n == 0)).ShouldBe(0);
        (await Get(busy)).Step("Cutting").Earned.Amount.ShouldBe("100.0000");
        (await Get(free)).Step("Cutting").Earned.Amount.ShouldBe("100.0000");
    }

    [Fact]
    public async Task Where_very_much_is_held_the_rest_is_paid_soon_after()
    {
        const int Jobs = Release.MostJobs + 5;
        var (article, worker) = (await _floor.Article(), await _floor.Worker());
        for (var i = 0; i < Jobs; i++) await _floor.Complete(await _floor.Started(article, worker), "Cutting");
        (await List(size: 60)).Count.ShouldBe(Jobs);
        var rate = await _floor.Rate(article, "Cutting", "1");
        (rate.ReleasedReports, rate.Warnings.Single().Reason).ShouldBe((Release.MostJobs, "RELEASE_GOES_ON"));
        (await Limit.Until(async () => (await List()).Count, n => n == 0)).ShouldBe(0);
        (await _floor.Facts<HeldWageReleased>()).Select(f => f.ReportId).Distinct().Count().ShouldBe(Jobs);
        (await world.Look("select article_id from due_releases where tenant_id = $1", _floor.Tenant)).ShouldBeEmpty();
    }

    private Task<Production.V1.Job> Get(Production.V1.Job job, Floor? of = null) => _floor.Jobs.GetJob(new() { JobId = job.Id }, (of ?? _floor).Call()).InTime();

    private async Task<List<HeldReport>> List(int size = 0, Floor? of = null)
    {
        var (all, token) = (new List<HeldReport>(), "");
        do
        {
            var page = await _floor.HeldReports.ListHeldReports(new() { PageSize = size, PageToken = token }, (of ?? _floor).Call()).InTime();
            all.AddRange(page.HeldReports);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return all;
    }
}
