using System.Globalization;
using FactoryFlow.AppHost;

namespace FactoryFlow.Demo.Tests;

/// <summary>
/// The day on paper, by a clerk who knows nothing of the services: good pieces times the rate, oldest job first, and what is
/// left over is carried as an advance that the next earnings use up.
/// </summary>
internal sealed class PaperLedger
{
    private readonly FirstDay _day;
    private readonly Dictionary<(int Job, string Step), string> _assigned = [];

    public PaperLedger(FirstDay day)
    {
        _day = day;
        for (var i = 0; i < day.Jobs.Count; i++)
            foreach (var (step, worker) in day.Jobs[i].Assignments) _assigned[(i + 1, step)] = worker;
        Pages = day.Workers.ToDictionary(w => w.Code, _ => new Page());
    }

    public Dictionary<string, Page> Pages { get; }

    public decimal Wages => Pages.Values.Sum(p => p.Entries.Where(e => e.Type == "WAGE").Sum(e => decimal.Parse(e.Amount, CultureInfo.InvariantCulture)));

    public decimal Payments => Pages.Values.Sum(p => p.Entries.Where(e => e.Type == "PAYMENT").Sum(e => decimal.Parse(e.Amount, CultureInfo.InvariantCulture)));

    public static string Text(decimal amount) => amount.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>What a step earns; null when it is not paid.</summary>
    public string? Do(FirstDay.Work work)
    {
        if (work.Assign is { } worker) _assigned[(work.Job, work.Step)] = worker;
        var article = _day.Articles.Single(a => a.Code == _day.Jobs[work.Job - 1].Article);
        if (!article.StepRates.TryGetValue(work.Step, out var rate)) return null;
        var earned = decimal.Parse(rate, CultureInfo.InvariantCulture) * work.Good;
        Pages[_assigned[(work.Job, work.Step)]].Earn(work.Job, work.Step, earned);
        return Text(earned);
    }

    public FirstDay.Settlement Pay(FirstDay.Payment payment) => Pages[payment.Worker].Pay(decimal.Parse(payment.Amount, CultureInfo.InvariantCulture));

    /// <summary>One worker's page.</summary>
    internal sealed class Page
    {
        private readonly List<(int Job, decimal Earned)> _earned = [];
        private readonly Dictionary<int, decimal> _covered = [];

        public List<FirstDay.Entry> Entries { get; } = [];

        public decimal Balance { get; private set; }

        public decimal Advance { get; private set; }

        public IEnumerable<FirstDay.JobPay> Jobs => _earned.Select(e => new FirstDay.JobPay(e.Job, Text(e.Earned), Text(_covered[e.Job])));

        public void Earn(int job, string step, decimal amount)
        {
            Entries.Add(new FirstDay.Entry("WAGE", "CREDIT", Text(amount), job, step));
            Balance += amount;
            var used = Math.Min(Advance, amount);
            Advance -= used;
            _earned.Add((job, amount));
            _covered[job] = used;
        }

        public FirstDay.Settlement Pay(decimal amount)
        {
            Entries.Add(new FirstDay.Entry("PAYMENT", "DEBIT", Text(amount)));
            Balance -= amount;
            var allocations = new List<FirstDay.Allocation>();
            foreach (var (job, earned) in _earned)
            {
                var used = Math.Min(amount, earned - _covered[job]);
                if (used == 0) continue;
                (amount, _covered[job]) = (amount - used, _covered[job] + used);
                allocations.Add(new FirstDay.Allocation(job, Text(used)));
            }

            Advance += amount;
            return new FirstDay.Settlement(allocations, Text(amount), Text(Balance));
        }
    }
}
