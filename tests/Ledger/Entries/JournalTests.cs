using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Ledger.Tests.Entries;

public sealed class JournalTests
{
    private static readonly Guid One = Guid.NewGuid(), Two = Guid.NewGuid();

    [Theory]
    [InlineData(0, 10, 10, 0)]
    [InlineData(5, 10, 15, 0)]
    [InlineData(-4, 10, 6, 4)]
    [InlineData(-10, 10, 0, 10)]
    [InlineData(-25, 10, -15, 10)]
    [InlineData(7, -10, -3, 0)]
    [InlineData(-5, -10, -15, 0)]
    public void A_posting_moves_the_balance_and_an_advance_covers_what_it_can(int before, int amount, int after, int covered)
    {
        var line = Journal.Book([Account(One, before, 7)], [Posting(One, amount)], Some.Now).WorkerLines.Single();
        (line.After.Balance, line.After.Sequence, line.CoveredByAdvance).ShouldBe((after, 8, covered));
    }

    [Fact]
    public void Postings_are_booked_in_order_each_on_what_the_last_left()
    {
        var journal = Journal.Book([Account(One, -5m, 1), Account(Two, 0m, 0)], [Posting(One, 3), Posting(Two, 1), Posting(One, 3)], Some.Now);
        journal.WorkerLines.Select(l => (l.After.Balance, l.After.Sequence, l.CoveredByAdvance)).ShouldBe([(-2m, 2L, 3m), (1m, 1L, 0m), (1m, 3L, 2m)]);
        journal.Accounts.Select(a => (a.Account.WorkerId, a.Account.Balance, a.SequenceBefore, a.Account.Sequence)).ShouldBe([(One, 1m, 1L, 3L), (Two, 1m, 0L, 1L)], ignoreOrder: true);
    }

    [Fact]
    public void An_account_that_is_not_touched_is_not_written() =>
        Journal.Book([Account(One, 5m, 1), Account(Two, 0m, 0)], [Posting(Two, 1)], Some.Now).Accounts.Single().Account.WorkerId.ShouldBe(Two);

    [Fact]
    public void Another_currency_is_not_booked() =>
        Should.Throw<InvalidOperationException>(() => Journal.Book([WorkerAccount.Empty(One, "USD")], [Posting(One, 1)], Some.Now)).Message.ShouldContain("USD");

    [Fact]
    public void A_balance_that_the_books_cannot_hold_is_refused() =>
        Should.Throw<Refusal>(() => Journal.Book([Account(One, WorkerAccount.LargestBalance, 1)], [Posting(One, 0.0001m)], Some.Now)).Reason.ShouldBe(Reasons.BalanceOutOfRange);

    [Fact]
    public void A_line_is_not_booked_before_the_one_that_it_follows_whatever_the_clocks_say()
    {
        var later = Some.Now.AddMinutes(1);
        var journal = Journal.Book([Account(One, 5m, 1) with { LastBookedTime = later }, Account(Two, 0m, 0)], [Posting(One, 1), Posting(Two, 1)], Some.Now);
        journal.Entries.Select(e => e.BookedTime).ShouldBe([later, Some.Now]);
    }

    [Fact]
    public void An_entry_may_have_any_number_of_lines_on_any_number_of_accounts()
    {
        var three = Posting(One, 3) with { Lines = [.. PostingLine.Pair(One, 3, "EUR", "CASH"), new("WORKER_PAYABLE", Two, "EUR", 2m), new("CASH", null, "EUR", -2m)] };
        var journal = Journal.Book([Account(One, 0m, 0), Account(Two, 0m, 0)], [three], Some.Now);
        journal.WorkerLines.Select(l => (l.Number, l.After.WorkerId, l.After.Balance)).ShouldBe([(1, One, 3m), (3, Two, 2m)]);
        journal.OtherLines.Select(l => (l.Number, l.Line.Amount)).ShouldBe([(2, -3m), (4, -2m)]);
        journal.Movements().Select(m => (m.Account, m.Amount)).ShouldBe([("WORKER_PAYABLE", 5m), ("CASH", -5m)]);
    }

    private static WorkerAccount Account(Guid worker, decimal balance, long sequence) => WorkerAccount.Empty(worker, "EUR") with { Balance = balance, Sequence = sequence };

    private static Posting Posting(Guid worker, decimal amount) => new()
    {
        EntryId = Guid.NewGuid(),
        Type = "TEST",
        Source = "test",
        Effect = amount > 0 ? Effect.Earns : Effect.Covers,
        Lines = PostingLine.Pair(worker, amount, "EUR", "CASH"),
        EffectiveTime = Some.Now,
        Description = "",
        Details = new EntryDetails(),
    };
}
