using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Testing;

namespace FactoryFlow.Ledger.Tests.Wages;

/// <summary>Work that is shared, held, released and taken back, on real books.</summary>
public sealed class ReportTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.CreateVersion7(), _other = Guid.CreateVersion7();

    [Fact]
    public async Task Everybody_who_shares_a_wage_is_credited_a_share_of_their_own()
    {
        var work = Shared("8.3334", "4.1666");
        await world.Deliver(work);
        (await world.Balance(_tenant, _worker), await world.Balance(_tenant, _other)).ShouldBe(("8.3334/1", "4.1666/1"));
        (await Sources()).ShouldBe(new[] { $"report:{work.ReportId}:{_worker}", $"report:{work.ReportId}:{_other}" }, ignoreOrder: true);
        (await world.Look("select description from entries where tenant_id = $1 order by description desc limit 1", _tenant))
            .ShouldBe(["Cutting, job 17: 10 x 1.2500, share of 2 of 3 by hours"]);
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task Shares_that_are_not_the_wage_are_not_booked()
    {
        await Should.ThrowAsync<InvalidOperationException>(world.Deliver(Shared("8", "4")));
        (await Sources()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_worker_has_one_share_of_a_report()
    {
        var work = Shared("8.3334", "4.1666");
        await Should.ThrowAsync<InvalidOperationException>(world.Deliver(work with { Shares = [.. work.Shares!.Select(s => s with { WorkerId = _worker })] }));
    }

    [Fact]
    public async Task Partial_reports_and_the_final_one_of_a_step_are_each_credited()
    {
        var final = Some.Report(_tenant, _worker);
        await world.Deliver(Some.Partial(final with { ReportId = Guid.CreateVersion7() }), Some.Partial(final with { ReportId = Guid.CreateVersion7(), GoodQuantity = 2 }), final);
        (await world.Balance(_tenant, _worker)).ShouldBe("27.5000/3");
    }

    [Fact]
    public async Task Work_without_a_rate_is_held_until_it_comes_and_counts_from_when_it_was_done()
    {
        var work = Some.Report(_tenant, _worker) with { Rate = null, RateVersionId = null };
        await world.Deliver(work);
        (await Held()).ShouldBe(["10 "]);
        await world.Deliver(Some.Release(work, 0.5m));
        (await Held()).ShouldBe(["10 RELEASED"]);
        (await world.Balance(_tenant, _worker)).ShouldBe("5.0000/1");
        (await world.Look("select effective_time = $2 from entries where tenant_id = $1", _tenant, work.OccurredAt.UtcDateTime)).ShouldBe(["True"]);
    }

    [Fact]
    public async Task Held_work_that_is_told_again_with_its_rate_is_no_longer_held()
    {
        var work = Some.Report(_tenant, _worker);
        await world.Deliver(work with { Rate = null, RateVersionId = null });
        await world.Deliver(work with { EventId = Guid.NewGuid() });
        await world.Deliver(Some.Release(work, 1.25m));
        (await Held()).ShouldBe(["10 RELEASED"]);
        (await world.Balance(_tenant, _worker)).ShouldBe("12.5000/1");
    }

    [Fact]
    public async Task Held_work_that_is_taken_back_is_neither_held_nor_credited()
    {
        var work = Some.Report(_tenant, _worker) with { Rate = null, RateVersionId = null };
        await world.Deliver(work);
        await world.Deliver(Some.Reopening(work));
        (await Held()).ShouldBe(["10 TAKEN_BACK"]);
        (await world.Balance(_tenant, _worker)).ShouldBe("0.0000/0");
    }

    [Fact]
    public async Task Work_that_is_taken_back_is_reversed_by_an_entry_that_says_which_and_why()
    {
        var work = Some.Report(_tenant, _worker);
        await world.Deliver(work);
        await world.Deliver(Some.Reopening(work));
        (await world.Balance(_tenant, _worker)).ShouldBe("0.0000/2");
        (await world.Look("select concat_ws('|', c.source, r.type, r.description) from entries r join entries c on c.id = r.corrects_entry_id where r.tenant_id = $1", _tenant))
            .ShouldBe([$"report:{work.ReportId}:{_worker}|WAGE_REVERSAL|Taken back (miscounted): Cutting, job 17: 10 x 1.2500"]);
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task A_step_from_before_there_were_reports_is_taken_back_by_its_own_id()
    {
        var step = Some.Step(_tenant, _worker);
        await world.Deliver(step);
        await world.Deliver(Some.Reopening(step));
        (await world.Balance(_tenant, _worker)).ShouldBe("0.0000/2");
        await world.Deliver(step with { EventId = Guid.NewGuid(), ReportId = step.StepId });
        (await world.Balance(_tenant, _worker)).ShouldBe("0.0000/2", "told again under its id as a report");
    }

    [Fact]
    public async Task What_was_paid_for_work_that_is_taken_back_covers_what_was_earned_after_it()
    {
        var (first, second) = (Some.Report(_tenant, _worker), Some.Report(_tenant, _worker));
        await world.Deliver(first);
        await world.Deliver(second);
        await world.Pay(_tenant, _worker, "15");
        await world.Deliver(Some.Reopening(first));
        (await world.Look("select earned || '/' || covered from earnings where tenant_id = $1 order by sequence", _tenant)).ShouldBe(["0.0000/0.0000", "12.5000/12.5000"]);
        (await world.Balance(_tenant, _worker)).ShouldBe("-2.5000/4");
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task A_correction_that_comes_first_waits_for_its_report_and_is_remembered_also_by_a_ledger_from_before()
    {
        var work = Some.Report(_tenant, _worker);
        await world.Deliver(Some.Reopening(work));
        (await world.Look("select reason from waiting_take_backs where tenant_id = $1", _tenant)).ShouldBe(["miscounted"]);
        await world.Deliver(work);
        (await world.Balance(_tenant, _worker)).ShouldBe("0.0000/2");
        await world.Db.As(_tenant, tx =>
        {
            tx.Write($"delete from waiting_take_backs where tenant_id = {_tenant} and report_id = {work.ReportId}");
            tx.Write($"insert into waiting_take_backs (tenant_id, report_id, effective_time, reason, receive_time) select {_tenant}, {work.ReportId}, {tx.Now}, 'again', {tx.Now} on conflict do nothing");
            return Task.FromResult(true);
        }, Limit.Soon());
        (await world.Look("select reason from take_backs where tenant_id = $1", _tenant)).ShouldBe(["miscounted"]);
    }

    [Fact]
    public async Task Reports_and_their_corrections_at_the_same_time_never_miss_each_other()
    {
        var works = Enumerable.Range(0, 30).Select(_ => Some.Report(_tenant, _worker)).ToList();
        await Task.WhenAll(works.Select(w => Task.Run(() => world.Deliver(w, Some.Reopening(w)))));
        (await world.Balance(_tenant, _worker)).ShouldBe("0.0000/60");
        await world.BooksAreInOrder(_tenant);
    }

    private JobStepCompleted Shared(string first, string second) => Some.Report(_tenant, _worker) with
    {
        Shares =
        [
            new WageShare { WorkerId = _worker, Basis = "HOURS", Part = 2m, Amount = decimal.Parse(first, System.Globalization.CultureInfo.InvariantCulture) },
            new WageShare { WorkerId = _other, Basis = "HOURS", Part = 1m, Amount = decimal.Parse(second, System.Globalization.CultureInfo.InvariantCulture) },
        ],
    };

    private Task<List<string>> Sources() => world.Look("select source from entries where tenant_id = $1", _tenant);

    private Task<List<string>> Held() => world.Look("select quantity || ' ' || coalesce(outcome, '') from held_lines where tenant_id = $1", _tenant);
}
