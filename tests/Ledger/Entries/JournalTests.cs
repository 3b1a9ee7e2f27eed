using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.Tests.Support;

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
        var line = Journal.Book([new WorkerAccount(One, "EUR", before, 7)], [Posting(One, amount)]).Lines.Single();
        (line.BalanceAfter, line.Sequence, line.CoveredByAdvance).ShouldBe((after, 8, covered));
    }

    [Fact]
    public void Postings_are_booked_in_order_each_on_what_the_last_left()
    {
        var journal = Journal.Book([new WorkerAccount(One, "EUR", -5m, 1), new WorkerAccount(Two, "EUR", 0m, 0)], [Posting(One, 3), Posting(Two, 1), Posting(One, 3)]);
        journal.Lines.Select(l => (l.BalanceAfter, l.Sequence, l.CoveredByAdvance)).ShouldBe([(-2m, 2L, 3m), (1m, 1L, 0m), (1m, 3L, 2m)]);
        journal.Accounts.ShouldBe([new WorkerAccount(One, "EUR", 1m, 3), new WorkerAccount(Two, "EUR", 1m, 1)]);
    }

    [Fact]
    public void An_account_that_is_not_touched_is_not_written() =>
        Journal.Book([new WorkerAccount(One, "EUR", 5m, 1), new WorkerAccount(Two, "EUR", 0m, 0)], [Posting(Two, 1)]).Accounts.Single().WorkerId.ShouldBe(Two);

    [Fact]
    public void Another_currency_is_not_booked() =>
        Should.Throw<InvalidOperationException>(() => Journal.Book([new WorkerAccount(One, "USD", 0m, 0)], [Posting(One, 1)])).Message.ShouldContain("USD");

    private static Posting Posting(Guid worker, decimal amount) => new()
    {
        EntryId = Guid.NewGuid(),
        Type = "TEST",
        Source = "test",
        WorkerId = worker,
        Amount = amount,
        Currency = "EUR",
        CounterAccount = "CASH",
        EffectiveTime = Some.Now,
        Description = "",
        Details = new EntryDetails(),
    };
}
