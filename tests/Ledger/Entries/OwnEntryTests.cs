using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;

namespace FactoryFlow.Ledger.Tests.Entries;

public sealed class OwnEntryTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.CreateVersion7();

    [Fact]
    public async Task A_credit_is_owed_and_paid_in_its_turn()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        var bonus = await world.Enter(_tenant, _worker, "BONUS", "5");
        bonus.Lines.Select(l => (l.Account, l.Direction, l.Amount.Amount, l.BalanceAfter?.Amount)).ShouldBe(
            [("WORKER_PAYABLE", StatementEntry.Types.Direction.Credit, "5.0000", "17.5000"), ("OWN:BONUS", StatementEntry.Types.Direction.Debit, "5.0000", null)]);
        (await world.Pay(_tenant, _worker, "14")).Allocations.Select(a => (a.JobId.Length, a.Amount.Amount)).ShouldBe([(36, "12.5000"), (0, "1.5000")]);
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task A_debit_covers_what_is_owed_and_the_rest_is_an_advance()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        await world.Enter(_tenant, _worker, "MEAL", "20");
        (await world.Balance(_tenant, _worker)).ShouldBe("-7.5000/2");
        (await world.Look("select covered from earnings where tenant_id = $1", _tenant)).ShouldBe(["12.5000"]);
        await world.BooksAreInOrder(_tenant);
    }

    [Theory]
    [InlineData("BONUS")]
    [InlineData("MEAL")]
    public async Task An_entry_that_is_taken_back_leaves_what_there_would_be_without_it(string type)
    {
        await world.Credit(Some.Step(_tenant, _worker));
        var entry = await world.Enter(_tenant, _worker, type, "5");
        await world.Pay(_tenant, _worker, "3");
        var reversed = await world.TakeBack(_tenant, entry.Id);
        (await world.Look("select covered from earnings where tenant_id = $1 and earned > 0", _tenant)).ShouldBe(["3.0000"]);
        (await world.Look("select type || '/' || corrects_entry_id from entries where tenant_id = $1 and id = $2", _tenant, Guid.Parse(reversed.ReversedByEntryId)))
            .ShouldBe([$"{type}_REVERSAL/{entry.Id}"]);
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task An_entry_is_taken_back_once_however_many_try()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        var entry = await world.Enter(_tenant, _worker, "MEAL", "5");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.TakeBack(_tenant, entry.Id, "key"))));
        (await Should.ThrowAsync<Refusal>(world.TakeBack(_tenant, entry.Id))).Reason.ShouldBe(Reasons.EntryAlreadyReversed);
        (await world.Balance(_tenant, _worker)).ShouldBe("12.5000/3");
    }

    [Fact]
    public async Task Wages_payments_and_reversals_are_not_taken_back_as_entries()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        await world.Pay(_tenant, _worker, "1");
        await world.TakeBack(_tenant, (await world.Enter(_tenant, _worker, "MEAL", "5")).Id);
        foreach (var entry in await world.Look("select id::text from entries where tenant_id = $1 and type in ('WAGE', 'PAYMENT', 'MEAL_REVERSAL')", _tenant))
            (await Should.ThrowAsync<Refusal>(world.TakeBack(_tenant, entry))).Reason.ShouldBe(Reasons.EntryNotReversible);
        (await world.Balance(_tenant, _worker)).ShouldBe("11.5000/4");
    }

    [Fact]
    public async Task The_same_call_twice_is_booked_once()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        (await world.Enter(_tenant, _worker, "BONUS", "5", "key")).ShouldBe(await world.Enter(_tenant, _worker, "BONUS", "5", "key"));
        (await world.Balance(_tenant, _worker)).ShouldBe("17.5000/2");
    }

    [Fact]
    public async Task An_entry_is_read_again_as_it_was_answered()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        var entry = await world.Enter(_tenant, _worker, "BONUS", "5", time: Some.Now);
        (await Read(_tenant, entry.Id)).ShouldBe(entry);
        entry.EffectiveTime.ToDateTimeOffset().ShouldBe(Some.Now);
        (await Should.ThrowAsync<Refusal>(Read(Guid.NewGuid(), entry.Id))).Reason.ShouldBe(Reasons.EntryNotFound);
    }

    [Fact]
    public async Task A_type_that_is_not_configured_is_refused_with_those_that_are()
    {
        var refused = await Should.ThrowAsync<Refusal>(world.Enter(_tenant, _worker, "WAGE", "5"));
        (refused.Reason, refused.Faults.Single().Field).ShouldBe((Reasons.EntryTypeUnknown, "type"));
        refused.Message.ShouldContain("BONUS, MEAL");
    }

    [Fact]
    public async Task What_has_not_happened_yet_is_refused() =>
        (await Should.ThrowAsync<Refusal>(() => world.Enter(_tenant, _worker, "BONUS", "5", time: DateTimeOffset.UtcNow.AddHours(1)))).Faults.Single().Field.ShouldBe("effective_time");

    private Task<LedgerEntry> Read(Guid tenant, string entry) => world.Entries.GetEntry(new GetEntryRequest { EntryId = entry }, TestCall.Of(tenant)).InTime();
}
