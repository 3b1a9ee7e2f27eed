using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Ledger.Wages;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using RateCorrectionService = FactoryFlow.Ledger.Corrections.RateCorrectionService;

namespace FactoryFlow.Ledger.Tests.Corrections;

public sealed class CorrectionTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.NewGuid(), _article = Guid.NewGuid();

    private readonly StandInRates _rates = new();

    private RateCorrectionService Service => world.Of(_rates);

    [Fact]
    public async Task A_preview_shows_every_line_that_changes_each_workers_delta_and_the_cost_and_changes_nothing()
    {
        var (somebody, other) = (Guid.NewGuid(), Step() with { StepName = "Sewing" });
        await world.Credit(Step(), Step(), Step() with { WorkerId = somebody }, other, Step() with { ArticleId = Guid.NewGuid() });
        var preview = await Preview("1.5");
        (preview.LineCount, preview.Costs.Single().Amount).ShouldBe((3, "7.5000"));
        preview.Workers.Select(w => (w.WorkerId, w.LineCount, w.Delta.Amount)).ShouldBe([(_worker.ToString(), 2, "5.0000"), (somebody.ToString(), 1, "2.5000")], ignoreOrder: true);
        preview.Lines.ShouldAllBe(l => l.Standing.Amount == "12.5000" && l.Corrected.Amount == "15.0000" && l.Delta.Amount == "2.5000");
        (await world.Look("select count(*) from entries where tenant_id = $1", _tenant)).ShouldBe(["5"]);
    }

    [Fact]
    public async Task Each_line_gets_one_linked_entry_however_often_it_is_applied()
    {
        await world.Credit(Step(), Step());
        var correction = await Correct("1.5");
        await Apply();
        (correction.Status, correction.LineCount).ShouldBe((RateCorrection.Types.Status.Applying, 2));
        var applied = await Service.GetRateCorrection(new GetRateCorrectionRequest { RateCorrectionId = correction.Id }, TestCall.Of(_tenant)).InTime();
        (applied.Status, applied.BookedCount, applied.SkippedCount, applied.Costs.Single().Amount).ShouldBe((RateCorrection.Types.Status.Applied, 2, 0, "5.0000"));
        (await world.Look("select count(distinct corrects_entry_id) || ' ' || count(*) from entries where tenant_id = $1 and type = 'WAGE_CORRECTION'", _tenant)).ShouldBe(["2 2"]);
        (await world.Balance(_tenant, _worker)).ShouldBe("30.0000/4");
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task A_corrected_line_is_corrected_from_what_stands_up_and_down_and_up_again()
    {
        await world.Credit(Step());
        foreach (var (rate, balance) in new[] { ("2", "20.0000/2"), ("0.5", "5.0000/3"), ("0", "0.0000/4"), ("1", "10.0000/5") })
        {
            await Correct(rate);
            await Apply();
            (await world.Balance(_tenant, _worker)).ShouldBe(balance);
            await world.BooksAreInOrder(_tenant, rate);
        }

        (await world.Look("select sum(earned) from earnings where tenant_id = $1", _tenant)).ShouldBe(["10.0000"]);
        (await Should.ThrowAsync<Refusal>(Correct("1"))).Reason.ShouldBe(Reasons.NothingToCorrect);
    }

    [Fact]
    public async Task What_is_taken_away_after_it_was_paid_is_an_advance()
    {
        await world.Credit(Step());
        await world.Pay(_tenant, _worker, "12.5");
        await Correct("1");
        await Apply();
        (await world.Balance(_tenant, _worker)).ShouldBe("-2.5000/3");
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task Work_that_is_taken_back_takes_its_corrections_with_it()
    {
        var (up, down) = (Step() with { ReportId = Guid.NewGuid() }, Step() with { ReportId = Guid.NewGuid(), StepName = "Sewing" });
        await world.Credit(up, down);
        await Correct("2");
        await Correct("1", "Sewing");
        await Apply();
        (await world.Balance(_tenant, _worker)).ShouldBe("30.0000/4");
        await world.Deliver(Some.Reopening(up), Some.Reopening(down));
        (await world.Balance(_tenant, _worker)).ShouldBe("0.0000/6");
        (await world.Look("select sum(earned) from earnings where tenant_id = $1", _tenant)).ShouldBe(["0.0000"]);
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task Work_that_was_corrected_to_nothing_and_then_taken_back_is_never_corrected_again_and_is_in_nobodys_way()
    {
        var (gone, stays) = (Step() with { ReportId = Guid.NewGuid() }, Step() with { ReportId = Guid.NewGuid() });
        await world.Credit(gone, stays);
        await Correct("0");
        await Apply();
        var waiting = await Correct("3");
        await world.Deliver(Some.Reopening(gone));
        await Apply();
        var told = await Service.GetRateCorrection(new GetRateCorrectionRequest { RateCorrectionId = waiting.Id }, TestCall.Of(_tenant)).InTime();
        (told.BookedCount, told.SkippedCount).ShouldBe((1, 1));
        await Correct("1");
        await Apply();
        (await world.Balance(_tenant, _worker)).ShouldBe("10.0000/6");

        var production = new StandInProduction();
        production.Has(stays);
        production.Has(gone).IsTakenBack = true;
        var found = await world.Comparing(production).LookThrough(TestCall.Of(_tenant), _tenant, Some.Now.AddDays(-1), Some.Now.AddDays(1)).InTime();
        found.NotCredited.ShouldBeEmpty();
        var periods = new Ledger.Periods.PeriodService(world.Db, world.Comparing(production));
        (await periods.ClosePeriod(new ClosePeriodRequest { Period = "2026-03" }, TestCall.Of(_tenant)).InTime()).Status.ShouldBe(Period.Types.Status.Closed);
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task What_changed_since_the_preview_is_refused_and_what_changes_before_it_is_booked_is_left_and_told()
    {
        var (step, another) = (Step() with { ReportId = Guid.NewGuid() }, Step());
        await world.Credit(step);
        var outdated = await Preview("1.5");
        await world.Credit(another);
        (await Should.ThrowAsync<Refusal>(Create("1.5", outdated.PreviewHash))).Reason.ShouldBe(Reasons.PreviewOutdated);
        var correction = await Correct("1.5");
        await world.Deliver(Some.Reopening(step));
        await Apply();
        var applied = await Service.GetRateCorrection(new GetRateCorrectionRequest { RateCorrectionId = correction.Id }, TestCall.Of(_tenant)).InTime();
        (applied.BookedCount, applied.SkippedCount).ShouldBe((1, 1));
        (await world.Balance(_tenant, _worker)).ShouldBe("15.0000/4");
    }

    [Fact]
    public async Task Applying_crediting_and_paying_at_once_leaves_the_books_in_order()
    {
        await world.Credit(Enumerable.Range(0, 30).Select(_ => Step()));
        await Correct("1");
        await Task.WhenAll(
            Apply(), Apply(), world.Pay(_tenant, _worker, "100"), world.Credit(Enumerable.Range(0, 10).Select(_ => Step() with { StepName = "Sewing" })));
        (await world.Balance(_tenant, _worker)).ShouldBe("325.0000/71");
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task Lines_are_previewed_page_by_page()
    {
        await world.Credit(Enumerable.Range(0, 5).Select(_ => Step()));
        var (seen, token) = (new List<string>(), "");
        do
        {
            var page = await Preview("2", size: 2, token: token);
            seen.AddRange(page.Lines.Select(l => l.EntryId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        (seen.Count, seen.Distinct().Count()).ShouldBe((5, 5));
    }

    [Fact]
    public async Task Without_an_amount_each_line_comes_to_the_rate_that_the_history_has_for_its_work()
    {
        await world.Credit(Step(), Step() with { OccurredAt = Some.Now.AddHours(-2) }, Step() with { OccurredAt = Some.Now.AddHours(-4) });
        foreach (var (hours, rate) in new[] { (-3, 1.25m), (-1, 2m), (1, 9m) }) _rates.Has(_article, "Cutting", Some.Now.AddHours(hours), rate);
        var preview = await Preview("");
        preview.Lines.ShouldHaveSingleItem().Corrected.Amount.ShouldBe("20.0000", "one stands right, and before the first rate nothing says what it should be");
        _rates.Has(_article, "Cutting", Some.Now.AddMinutes(-1), 3m);
        (await Should.ThrowAsync<Refusal>(Create("", preview.PreviewHash))).Reason.ShouldBe(Reasons.PreviewOutdated);
        await Correct("");
        await Apply();
        (await world.Balance(_tenant, _worker)).ShouldBe("55.0000/4");
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task Where_nothing_says_what_a_piece_pays_nothing_changes()
    {
        await world.Credit(Step());
        (await Preview("")).LineCount.ShouldBe(0);
    }

    [Fact]
    public async Task More_wages_than_one_correction_may_look_at_are_counted_and_not_read()
    {
        await world.Look("""
            insert into wages_by_article (tenant_id, article_id, effective_time, entry_id) select $1, $2, '2026-03-01', gen_random_uuid() from generate_series(1, 100001) returning 'planted'
            """, _tenant, _article);
        (await Should.ThrowAsync<Refusal>(Preview("1"))).Reason.ShouldBe(Reasons.RateCorrectionTooLarge);
        (await Should.ThrowAsync<Refusal>(Create("1", new string('0', 64)))).Faults.Single().Field.ShouldBe("scope");
    }

    [Fact]
    public async Task Wages_are_found_by_their_article_without_a_look_at_others()
    {
        await world.Credit(Step());
        var plan = await world.Db.As(_tenant, tx =>
        {
            tx.Write($"set local enable_seqscan = off");
            tx.Write($"set local enable_bitmapscan = off");
            Guid[] articles = [_article];
            return tx.All<string>($"""
                explain (costs off) select entry_id from wages_by_article
                where tenant_id = {tx.TenantId} and article_id = any({articles}) and effective_time >= {Some.Now} and effective_time < {Some.Now.AddDays(1)}
                """);
        }, Limit.Soon());
        var look = plan.Single(line => line.Contains("Index Cond", StringComparison.Ordinal));
        foreach (var column in new[] { "tenant_id", "article_id", "effective_time" }) look.ShouldContain(column);
    }

    [Fact]
    public async Task Wages_from_before_they_were_kept_by_article_are_found_once_the_migration_ran()
    {
        await world.Credit(Step(), Step());
        await world.Look("delete from wages_by_article where tenant_id = $1 returning 'gone'", _tenant);
        await world.Credit(Step());
        (await Preview("2")).LineCount.ShouldBe(1);
        await world.Migrate("0015_wages_from_before_are_found_by_article");
        (await Preview("2")).LineCount.ShouldBe(3);
    }

    [Fact]
    public async Task A_correction_that_is_sent_again_is_answered_as_before_whatever_the_rates_are_by_now()
    {
        await world.Credit(Step());
        _rates.Has(_article, "Cutting", Some.Now.AddHours(-1), 2m);
        var request = new CreateRateCorrectionRequest { Scope = Scope("", "Cutting"), PreviewHash = (await Preview("")).PreviewHash, Reason = "Agreed." };
        var first = await Service.CreateRateCorrection(request, TestCall.Of(_tenant, "key")).InTime();
        _rates.Has(_article, "Cutting", Some.Now.AddMinutes(-1), 3m);
        var again = await Service.CreateRateCorrection(request, TestCall.Of(_tenant, "key")).InTime();
        again.Id.ShouldBe(first.Id);
    }

    [Fact]
    public void A_share_is_corrected_as_it_was_shared()
    {
        var shares = Enumerable.Range(0, 3).Select(_ => new SharePart(Guid.NewGuid(), 1m)).ToList();
        shares.ConvertAll(s => Share.Of(shares, s.WorkerId, 10m)!.Value.Amount).ShouldBe([3.3334m, 3.3333m, 3.3333m]);
    }

    private JobStepCompleted Step() => Some.Step(_tenant, _worker) with { ArticleId = _article };

    private RateCorrectionScope Scope(string rate, string step) => new()
    {
        Changes = { new RateChange { ArticleId = _article.ToString(), Step = step, Amount = rate } }, FromTime = Wire.Time(Some.Now.AddDays(-1)), ToTime = Wire.Time(Some.Now.AddDays(1)),
    };

    private Task<PreviewRateCorrectionResponse> Preview(string rate, string step = "Cutting", int size = 50, string token = "") =>
        Service.PreviewRateCorrection(new PreviewRateCorrectionRequest { Scope = Scope(rate, step), PageSize = size, PageToken = token }, TestCall.Of(_tenant)).InTime();

    private Task<RateCorrection> Create(string rate, string hash, string step = "Cutting") =>
        Service.CreateRateCorrection(new CreateRateCorrectionRequest { Scope = Scope(rate, step), PreviewHash = hash, Reason = "Agreed." }, TestCall.Of(_tenant)).InTime();

    private async Task<RateCorrection> Correct(string rate, string step = "Cutting") => await Create(rate, (await Preview(rate, step)).PreviewHash, step);

    private Task Apply() => world.ApplyCorrections(_tenant);
}
