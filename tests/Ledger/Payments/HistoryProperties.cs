using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.Payments;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace FactoryFlow.Ledger.Tests.Payments;

/// <summary>
/// Any history of wages and payments, beside a model that shares nothing with the rules: money that was paid covers earnings as
/// if both were poured out in a row, so an earning is covered as far as the sum of all payments reaches into the sum of earnings.
/// </summary>
public sealed class HistoryProperties
{
    private static readonly Guid Worker = Guid.NewGuid();

    /// <summary>Ten-thousandths above zero are earned, those below are paid.</summary>
    private static readonly Gen<int[]> Histories = Gen.Choose(-500_000, 500_000).Where(n => n != 0).ArrayOf();

    [Fact]
    public void After_every_step_the_books_say_what_the_model_says() =>
        Prop.ForAll(Arb.From(Histories), history =>
        {
            var books = new Books();
            for (var n = 1; n <= history.Length; n++)
            {
                books.Do(history[n - 1] / 10_000m);
                books.Compare(Model(history[..n]));
            }
        }).Check(500);

    [Fact]
    public void The_model_itself_is_right_about_a_history_done_by_hand()
    {
        var (covered, balance) = Model([100_000, 50_000, -120_000, 30_000, -100_000, 20_000]);
        covered.ShouldBe([10m, 5m, 3m, 2m]);
        balance.ShouldBe(-2m);
    }

    private static (List<decimal> Covered, decimal Balance) Model(int[] history)
    {
        var earned = history.Where(n => n > 0).Select(n => n / 10_000m).ToList();
        var paid = -history.Where(n => n < 0).Sum(n => n / 10_000m);
        var covered = earned.Select((amount, i) => Math.Clamp(paid - earned.Take(i).Sum(), 0m, amount)).ToList();
        return (covered, earned.Sum() - paid);
    }

    private sealed class Books
    {
        private readonly List<OpenEarning> _earnings = [];
        private WorkerAccount _account = WorkerAccount.Empty(Worker, "EUR");

        public void Do(decimal amount)
        {
            if (amount < 0)
            {
                var settlement = Settlement.Of(_account, _earnings.FindAll(e => e.Open > 0), -amount);
                foreach (var cover in settlement.Covers)
                    _earnings[_earnings.IndexOf(cover.Earning)] = cover.Earning with { Covered = cover.Earning.Covered + cover.Amount };
                (settlement.Covers.Sum(c => c.Amount) + settlement.Advance).ShouldBe(-amount, "nothing of a payment is lost");
            }

            var journal = Journal.Book([_account], [Posting(amount)], Some.Now);
            _account = journal.Accounts.Single().Account;
            if (amount > 0) _earnings.Add(new OpenEarning(_account.Sequence, null, amount, journal.WorkerLines[0].CoveredByAdvance));
        }

        public void Compare((List<decimal> Covered, decimal Balance) model)
        {
            _earnings.Select(e => e.Covered).ShouldBe(model.Covered);
            _account.Balance.ShouldBe(model.Balance);
            _earnings.Sum(e => e.Open).ShouldBe(Math.Max(0m, model.Balance), "what is open is the balance above zero");
            _account.CoveredByAdvance(decimal.MaxValue).ShouldBe(Math.Max(0m, -model.Balance), "what is below zero is the advance");
        }

        private static Posting Posting(decimal amount) => new()
        {
            EntryId = Guid.NewGuid(),
            Type = "TEST",
            Source = "test",
            Effect = amount > 0 ? Effect.Earns : Effect.Covers,
            Lines = PostingLine.Pair(Worker, amount, "EUR", "CASH"),
            EffectiveTime = Some.Now,
            Description = "",
            Details = new EntryDetails(),
        };
    }
}
