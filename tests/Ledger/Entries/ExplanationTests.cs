using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Clients;
using FactoryFlow.Ledger.Corrections;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using RateCorrectionService = FactoryFlow.Ledger.Corrections.RateCorrectionService;
using Rule = FactoryFlow.Ledger.V1.EntryExplanation.Types.Rule;

namespace FactoryFlow.Ledger.Tests.Entries;

public sealed class ExplanationTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.CreateVersion7();

    [Fact]
    public async Task A_wage_is_its_pieces_times_its_rate()
    {
        var step = Some.Step(_tenant, _worker);
        await world.Credit(step);
        var explained = (await Explain()).Single();
        (explained.Rule, explained.Quantity, explained.Rate.Amount, explained.RateVersionId).ShouldBe((Rule.PiecesTimesRate, 10, "1.2500", step.RateVersionId.ToString()!));
        (explained.Recomputed.Amount, explained.Rounding.Amount, explained.Matches).ShouldBe(("12.5000", "0.0000", true));
        explained.Lines.Select(l => (l.Account, l.Booked.Amount, l.Recomputed.Amount, l.Matches)).ShouldBe([("WORKER_PAYABLE", "12.5000", "12.5000", true), ("WAGES_EXPENSE", "-12.5000", "-12.5000", true)]);
        explained.Explanation.ShouldBe("10 good pieces at 1.2500 each.");
    }

    [Fact]
    public async Task A_share_says_what_of_and_how_it_was_rounded()
    {
        await Shared();
        var explained = await Explain();
        explained.ShouldAllBe(e => e.Rule == Rule.ShareOfPiecesTimesRate && e.Matches);
        explained.Select(e => (e.Recomputed.Amount, e.Rounding.Amount)).Order().ShouldBe([("3.3333", "0.0000"), ("3.3333", "0.0000"), ("3.3334", "0.0001")]);
        explained.Single(e => e.Rounding.Amount == "0.0001").Explanation.ShouldBe(
            "A share of 1 of 3 by weight of 10 good pieces at 1.0000 each, 10.0000, rounded down to four decimals and given 0.0001 of what was left over.");
    }

    [Fact]
    public async Task What_is_no_wage_says_by_what_rule_it_came_to_be()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        await world.TakeBack(_tenant, await world.Pay(_tenant, _worker, "4"));
        await world.Enter(_tenant, _worker, "BONUS", "5");
        await world.TakeBack(_tenant, (await world.Enter(_tenant, _worker, "MEAL", "6")).Id);
        (await Explain()).Select(e => (e.Entry.Type, e.Rule, e.Recomputed.Amount, e.Matches)).ShouldBe(
        [
            ("WAGE", Rule.PiecesTimesRate, "12.5000", true), ("PAYMENT", Rule.AmountPaid, "-4.0000", true), ("PAYMENT_REVERSAL", Rule.Opposite, "4.0000", true),
            ("BONUS", Rule.AmountEntered, "5.0000", true), ("MEAL", Rule.AmountEntered, "-6.0000", true), ("MEAL_REVERSAL", Rule.Opposite, "6.0000", true),
        ]);
    }

    [Fact]
    public async Task A_wage_that_was_corrected_twice_and_taken_back_is_explained_step_by_step()
    {
        var step = Some.Step(_tenant, _worker);
        await world.Credit(step);
        await Correct(step, "2");
        await Correct(step, "0.5");
        await world.Deliver(Some.Reopening(step));
        (await Explain()).Select(e => (e.Entry.Type, e.Rule, e.Recomputed.Amount, e.Matches)).ShouldBe(
        [
            ("WAGE", Rule.PiecesTimesRate, "12.5000", true), ("WAGE_CORRECTION", Rule.DifferenceToRate, "7.5000", true),
            ("WAGE_CORRECTION", Rule.DifferenceToRate, "-15.0000", true), ("WAGE_REVERSAL", Rule.Opposite, "-5.0000", true),
        ]);
    }

    [Theory]
    [InlineData("update lines set amount = amount * 2 where tenant_id = $1")]
    [InlineData("update lines set amount = 12.4 where tenant_id = $1 and worker_id is not null")]
    [InlineData("update lines set amount = -12.6 where tenant_id = $1 and worker_id is null")]
    [InlineData("update lines set account = 'CASH' where tenant_id = $1 and worker_id is null")]
    [InlineData("update entries set details = details || '{\"quantity\": 11}' where tenant_id = $1")]
    [InlineData("update entries set details = details - 'rate' where tenant_id = $1")]
    [InlineData("update entries set type = 'OTHER' where tenant_id = $1")]
    [InlineData("delete from lines where tenant_id = $1 and worker_id is null")]
    public async Task What_somebody_changed_in_the_database_does_not_match(string fault)
    {
        await world.Credit(Some.Step(_tenant, _worker));
        (await Explain()).Single().Matches.ShouldBeTrue();
        await world.Plant(fault, _tenant);
        (await Explain()).Single().Matches.ShouldBeFalse();
    }

    [Fact]
    public async Task A_share_of_somebody_who_has_none_does_not_match()
    {
        await Shared();
        await world.Plant("update entries set details = jsonb_set(details, '{shares}', '[{\"workerId\": \"00000000-0000-0000-0000-000000000001\", \"part\": 1}]') where tenant_id = $1", _tenant);
        (await Explain()).ShouldAllBe(e => !e.Matches && e.Rule == Rule.Unspecified && e.Recomputed == null);
    }

    [Fact]
    public async Task Another_tenants_entry_is_not_there()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        var entry = (await world.Look("select id from entries where tenant_id = $1", _tenant)).Single();
        (await Should.ThrowAsync<Refusal>(Explain(Guid.NewGuid(), entry))).Reason.ShouldBe(Reasons.EntryNotFound);
    }

    private Task Shared()
    {
        WageShare[] shares = [.. new[] { 3.3334m, 3.3333m, 3.3333m }.Select(amount => new WageShare { WorkerId = Guid.NewGuid(), Basis = "WEIGHT", Part = 1m, Amount = amount })];
        return world.Credit(Some.Report(_tenant) with { Rate = 1m, Shares = shares });
    }

    private async Task Correct(JobStepCompleted step, string rate)
    {
        var service = new RateCorrectionService(world.Db, new RateClient(new StandInRates(), TimeProvider.System));
        var scope = new RateCorrectionScope
        {
            Changes = { new RateChange { ArticleId = step.ArticleId.ToString(), Step = "Cutting", Amount = rate } }, FromTime = Wire.Time(Some.Now.AddDays(-1)), ToTime = Wire.Time(Some.Now.AddDays(1)),
        };
        var hash = (await service.PreviewRateCorrection(new PreviewRateCorrectionRequest { Scope = scope }, TestCall.Of(_tenant)).InTime()).PreviewHash;
        await service.CreateRateCorrection(new CreateRateCorrectionRequest { Scope = scope, PreviewHash = hash, Reason = "Agreed." }, TestCall.Of(_tenant)).InTime();
        while (await ApplyOnDue.ApplySome(world.Db, NullLogger.Instance, Limit.Soon()).InTime()) { }
    }

    private async Task<List<EntryExplanation>> Explain()
    {
        var explained = new List<EntryExplanation>();
        foreach (var entry in await world.Look("select e.id from entries e join lines l on l.entry_id = e.id and l.worker_id is not null where e.tenant_id = $1 order by l.sequence, l.worker_id", _tenant))
            explained.Add(await Explain(_tenant, entry));
        return explained;
    }

    private Task<EntryExplanation> Explain(Guid tenant, string entry) => world.Entries.ExplainEntry(new ExplainEntryRequest { EntryId = entry }, TestCall.Of(tenant)).InTime();
}
