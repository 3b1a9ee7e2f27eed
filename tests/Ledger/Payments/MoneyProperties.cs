using System.Globalization;
using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace FactoryFlow.Ledger.Tests.Payments;

/// <summary>
/// Any history of wages, payments, entries of the tenant's own, any of these taken back, and wages corrected up, down and to nothing, in the
/// real books, beside a model of a few lines: what is taken back never was, and all that was paid is poured over all that was earned, each in its order.
/// </summary>
public sealed class MoneyProperties(World world)
{
    private static readonly Gen<(string What, int Number)[]> Histories =
        (from what in Gen.Elements("WAGE", "WAGE", "PAYMENT", "PAYMENT", "FOREIGN", "FOREIGN", "BONUS", "MEAL", "BACK", "BACK", "CORRECT", "CORRECT") from number in Gen.Choose(1, 300_000) select (what, number)).ArrayOf();

    // Chance does not find it often.
    private static readonly (string What, int Number)[] CorrectedToNothingAndTakenBack = [("WAGE", 10_000), ("CORRECT", 3), ("BACK", 1), ("CORRECT", 20_000), ("PAYMENT", 5_000)];

    [Fact]
    public async Task After_any_history_the_books_say_what_they_would_say_without_all_that_was_taken_back()
    {
        foreach (var history in Histories.Cases(40, 12).Prepend(CorrectedToNothingAndTakenBack))
        {
            var story = new Story(world);
            foreach (var (what, number) in history) await story.Do(what, number);
            await story.Compare(string.Join("; ", history));
        }
    }

    private sealed class Story(World world)
    {
        private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.NewGuid();
        private readonly List<Happening> _standing = [];
        private readonly List<JobStepCompleted> _works = [];
        private readonly HashSet<JobStepCompleted> _gone = [];
        private bool _hasRates;

        public async Task Do(string what, int number)
        {
            var amount = number / 10_000m;
            if (what == "BACK") await TakeBackOneOf(number);
            else if (what == "CORRECT" && _works.Count > 0) await CorrectOneOf(number);
            else if (what is "WAGE" or "CORRECT" || _works.Count == 0) await Work(number);
            else if (what == "FOREIGN") await PayInYen(number);
            else if (what == "PAYMENT") Stands(-amount, await world.Pay(_tenant, _worker, Text(amount)));
            else Stands(what == "BONUS" ? amount : -amount, (await world.Enter(_tenant, _worker, what, Text(amount))).Id);
        }

        public async Task Compare(string history)
        {
            await world.BooksAreInOrder(_tenant, history);
            var earned = Row(h => h.Amount > 0m);
            var paid = Row(h => h.Amount < 0m);
            (await world.Look("select covered from earnings where tenant_id = $1 and earned > 0 order by sequence", _tenant))
                .ShouldBe(earned.Select(e => Text(Math.Clamp(paid.Sum(p => p.Amount) - e.Start, 0m, e.Amount))), ignoreOrder: false, history);
            foreach (var payment in paid.Where(p => p.What is Payment))
                (await world.Read(_tenant, (Payment)payment.What)).Covers.Select(c => (c.JobId, c.Amount.Amount))
                    .ShouldBe(earned.Select(e => (JobOf(e), Overlap(e, payment))).Where(c => c.Item2 > 0m).GroupBy(c => c.Item1).Select(g => (g.Key, Text(g.Sum(c => c.Item2)))), ignoreOrder: false, history);
        }

        // Each with where it begins when all are laid in a row.
        private List<(decimal Start, decimal Amount, object What)> Row(Func<Happening, bool> isOne)
        {
            var start = 0m;
            return _standing.Where(isOne).Select(h => (start += Math.Abs(h.Amount), Math.Abs(h.Amount), h.What)).Select(r => (r.Item1 - r.Item2, r.Item2, r.What)).ToList();
        }

        private static string JobOf((decimal Start, decimal Amount, object What) earned) => earned.What is JobStepCompleted work ? work.JobId.ToString() : "";

        private static decimal Overlap((decimal Start, decimal Amount, object What) one, (decimal Start, decimal Amount, object What) other) =>
            Math.Min(one.Start + one.Amount, other.Start + other.Amount) - Math.Max(one.Start, other.Start);

        private async Task Work(int number)
        {
            var work = Some.Report(_tenant, _worker) with { GoodQuantity = (number % 9) + 1, Rate = number / 100_000m };
            work = work with { Rate = decimal.Round(work.Rate!.Value, 4) + 0.0001m };
            await world.Deliver([work]);
            _works.Add(work);
            Stands(work.Rate!.Value * work.GoodQuantity, work);
        }

        // What is added stands behind all else; what is taken away goes from what was added last. What is gone stays so.
        private async Task CorrectOneOf(int number)
        {
            var work = _works[number % _works.Count];
            var rate = number % 3 == 0 ? 0m : decimal.Round(number / 100_000m, 4) + 0.0001m;
            await world.CorrectTo(_tenant, work, rate);
            if (_gone.Contains(work)) return;
            var delta = (rate * work.GoodQuantity) - _standing.Where(h => h.What == (object)work).Sum(h => h.Amount);
            if (delta > 0m) Stands(delta, work);
            while (delta < 0m)
            {
                var last = _standing.FindLastIndex(h => h.What == (object)work);
                var less = Math.Min(-delta, _standing[last].Amount);
                _standing[last] = _standing[last] with { Amount = _standing[last].Amount - less };
                if (_standing[last].Amount == 0m) _standing.RemoveAt(last);
                delta += less;
            }
        }

        // By the rate that was agreed on it settles what is owed, whatever it is worth when it is paid.
        private async Task PayInYen(int number)
        {
            if (!_hasRates) foreach (var (rate, day) in new[] { ("0.0061234567", 0), ("0.0059876543", -3) }) await world.EnterRate(_tenant, "JPY", rate, Rates.Today(day));
            _hasRates = true;
            var isAgreed = number % 2 == 0;
            var payment = await world.PayIn("JPY", _tenant, _worker, number.ToString(CultureInfo.InvariantCulture), isAgreed ? Rates.Today(-3) : "");
            Stands(-decimal.Round(number * (isAgreed ? 0.0059876543m : 0.0061234567m), 4, MidpointRounding.ToEven), payment);
        }

        private async Task TakeBackOneOf(int number)
        {
            List<object> all = [.. _works.Except(_gone).Concat(_standing.Select(h => h.What)).Distinct()];
            if (all.Count == 0) return;
            var gone = all[number % all.Count];
            _standing.RemoveAll(h => h.What == gone);
            if (gone is JobStepCompleted back) _gone.Add(back);
            await (gone switch
            {
                JobStepCompleted work => world.Deliver([Some.Reopening(work)]),
                Payment payment => world.TakeBack(_tenant, payment),
                var entry => world.TakeBack(_tenant, (string)entry),
            });
        }

        private void Stands(decimal amount, object what) => _standing.Add(new Happening(amount, what));

        private static string Text(decimal amount) => amount.ToString("0.0000", CultureInfo.InvariantCulture);
    }

    private sealed record Happening(decimal Amount, object What);
}
