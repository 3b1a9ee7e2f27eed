using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Corrections;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace FactoryFlow.Ledger.Tests.Corrections;

/// <summary>What cannot be booked ends, or rests, and holds up nobody else.</summary>
public sealed class TurnTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.NewGuid();

    [Fact]
    public async Task A_line_that_the_books_refuse_is_left_with_its_reason_and_the_others_are_booked()
    {
        const int Very = 1_900_000_000;
        var article = Guid.NewGuid();
        await world.Credit(Enumerable.Range(0, 4).Select(_ => Some.Step(_tenant, _worker) with { GoodQuantity = Very, Rate = 100_000m }));
        await world.Credit(Work(article, Very), Work(article, Very), Work(article, 10), Work(article, 10) with { WorkerId = Guid.NewGuid() });
        await world.CorrectTo(_tenant, Work(article, 1), 100_000m);
        var id = (await world.Look("select id::text from rate_corrections where tenant_id = $1", _tenant)).Single();
        var told = await world.Of(new StandInRates()).GetRateCorrection(new GetRateCorrectionRequest { RateCorrectionId = id }, TestCall.Of(_tenant)).InTime();
        (told.Status, told.BookedCount, told.SkippedCount).ShouldBe((RateCorrection.Types.Status.Applied, 3, 1));
        told.RefusedLines.Select(r => (r.Reason, r.LineCount, r.EntryIds.Count)).ShouldBe([("BALANCE_OUT_OF_RANGE", 1, 1)]);
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task However_many_of_one_tenants_corrections_fail_anothers_are_booked_and_the_failing_ones_rest()
    {
        var (broken, fine, other) = (Some.Step(_tenant, _worker), Guid.NewGuid(), Guid.NewGuid());
        await world.Credit(broken);
        await world.Plant("update entries set details = '[]' where tenant_id = $1", _tenant);
        await world.Look("""
            with c as (insert into rate_corrections (tenant_id, id, reason, create_time) select $1, gen_random_uuid(), 'x', '2026-01-01' from generate_series(1, 30) returning *)
            insert into rate_correction_lines (tenant_id, correction_id, entry_id, worker_id, currency, standing, corrected, rate)
            select $1, c.id, e.id, $2, 'EUR', 12.5, 15, 1.5 from c cross join entries e where e.tenant_id = $1 returning 1
            """, _tenant, _worker);
        await world.Credit(Some.Step(other, fine));
        var work = Some.Step(other, fine);
        await world.Credit(work);
        await world.CorrectTo(other, work, 2m);
        (await world.Balance(other, fine)).ShouldBe("32.5000/3");

        while (await ApplyOnDue.ApplySome(world.Db, NullLogger.Instance, Limit.Soon()))
        {
        }

        (await world.Look("select distinct attempts || ' ' || (apply_time is null) from rate_corrections where tenant_id = $1 and lease_time > now() + interval '20 seconds'", _tenant)).ShouldBe(["1 true"]);
        await world.Plant("update rate_corrections set lease_time = 'epoch', attempts = 3 where tenant_id = $1", _tenant);
        await ApplyOnDue.ApplySome(world.Db, NullLogger.Instance, Limit.Soon());
        (await world.Look("select count(*) from rate_corrections where tenant_id = $1 and attempts = 4 and lease_time between now() + interval '230 seconds' and now() + interval '250 seconds'", _tenant)).Single().ShouldNotBe("0");
    }

    [Fact]
    public async Task What_is_due_is_found_by_looks_at_the_index_of_what_waits()
    {
        var plan = await world.Db.Through(Door.Timers, tx =>
        {
            tx.Write($"set local enable_seqscan = off");
            tx.Write($"set local enable_bitmapscan = off");
            return tx.All<string>($"explain (costs off) {DueRows.OfAll(tx, $"rate_corrections", $"apply_time is null", $"create_time", $"id", 20, 2)} select * from due");
        }, Limit.Soon());
        plan.Where(line => line.Contains("on rate_corrections", StringComparison.Ordinal)).ShouldAllBe(line => line.Contains("using rate_corrections_waiting", StringComparison.Ordinal), string.Join('\n', plan));
    }

    private JobStepCompleted Work(Guid article, int quantity) => Some.Step(_tenant, _worker) with { ArticleId = article, GoodQuantity = quantity, Rate = 0.01m };
}
