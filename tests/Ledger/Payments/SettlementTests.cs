using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Payments;

namespace FactoryFlow.Ledger.Tests.Payments;

public sealed class SettlementTests
{
    private static readonly Guid Job1 = Guid.NewGuid(), Job2 = Guid.NewGuid();

    /// <summary>Earnings of 10 (4 of it covered), 20 and 5: 31 is owed.</summary>
    private static readonly OpenEarning[] Open = [new(1, Job1, 10m, 4m), new(3, Job2, 20m, 0m), new(4, Job1, 5m, 0m)];

    [Theory]
    [InlineData(1, new[] { 1 }, 0)]
    [InlineData(6, new[] { 6 }, 0)]
    [InlineData(7, new[] { 6, 1 }, 0)]
    [InlineData(26, new[] { 6, 20 }, 0)]
    [InlineData(31, new[] { 6, 20, 5 }, 0)]
    [InlineData(40, new[] { 6, 20, 5 }, 9)]
    public void The_oldest_earnings_are_covered_first_and_the_rest_is_an_advance(int amount, int[] covers, int advance)
    {
        var settlement = Settlement.Of(Account(31m), Open, amount);
        settlement.Covers.Select(c => c.Amount).ShouldBe(covers.Select(c => (decimal)c));
        settlement.Covers.Select(c => c.Earning).ShouldBe(Open.Take(covers.Length));
        settlement.Advance.ShouldBe(advance);
    }

    [Fact]
    public void What_was_covered_is_told_by_job() =>
        Settlement.Of(Account(31m), Open, 31m).ByJob().ShouldBe([(Job1, 11m), (Job2, 20m)]);

    [Theory]
    [InlineData(0)]
    [InlineData(-7)]
    public void Where_nothing_is_owed_all_of_it_is_an_advance(int balance)
    {
        var settlement = Settlement.Of(Account(balance), [], 12m);
        (settlement.Covers.Count, settlement.Advance).ShouldBe((0, 12m));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(32)]
    [InlineData(0)]
    [InlineData(-31)]
    public void Nothing_is_paid_on_books_that_are_wrong(int balance) =>
        Should.Throw<InvalidOperationException>(() => Settlement.Of(Account(balance), Open, 1m));

    private static WorkerAccount Account(decimal balance) => WorkerAccount.Empty(Guid.NewGuid(), "EUR") with { Balance = balance, Sequence = 4 };
}
