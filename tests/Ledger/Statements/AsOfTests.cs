using FactoryFlow.Ledger.Statements;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using Basis = FactoryFlow.Ledger.V1.GetWorkerBalanceRequest.Types.Basis;

namespace FactoryFlow.Ledger.Tests.Statements;

/// <summary>Balances at any time, compared with sums of lines in SQL.</summary>
public sealed class AsOfTests(World world, PastWorld past) : IClassFixture<PastWorld>
{
    private static readonly DateTimeOffset Noon = Some.Now;
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.NewGuid();

    [Fact]
    public async Task A_balance_is_what_the_last_line_until_then_left_to_the_microsecond()
    {
        await past.Credit(_tenant, _worker, Noon);
        await past.Pay(_tenant, _worker, Noon.AddHours(1), "20");
        (await Balance(Noon.AddMicroseconds(-1))).ShouldBe(("0.0000", "0.0000", "0.0000"));
        (await Balance(Noon)).ShouldBe(("12.5000", "12.5000", "0.0000"));
        (await Balance(Noon.AddHours(1).AddMicroseconds(-1))).ShouldBe(("12.5000", "12.5000", "0.0000"));
        (await Balance(Noon.AddHours(1))).ShouldBe(("-7.5000", "0.0000", "7.5000"));
        (await Balance(Noon.AddYears(900))).ShouldBe(("-7.5000", "0.0000", "7.5000"));
    }

    [Fact]
    public async Task What_is_written_down_late_changes_what_had_happened_and_not_what_the_books_said()
    {
        await past.Credit(_tenant, _worker, Noon);
        await past.Credit(_tenant, _worker, Noon.AddDays(9), effective: Noon.AddDays(-40));
        (await Balance(Noon.AddDays(1))).Balance.ShouldBe("12.5000");
        (await Balance(Noon.AddDays(1), Basis.Effective)).Balance.ShouldBe("25.0000");
        (await Balance(Noon.AddDays(-40), Basis.Effective)).Balance.ShouldBe("12.5000");
        (await Totals(Noon.AddDays(1))).ShouldBe(["WAGES_EXPENSE -12.5000", "WORKER_PAYABLE 12.5000"], ignoreOrder: true);
        (await Totals(Noon.AddDays(1), Basis.Effective)).ShouldBe(["WAGES_EXPENSE -25.0000", "WORKER_PAYABLE 25.0000"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task At_any_time_of_any_history_each_balance_is_the_sum_of_the_lines_until_then(int seed, bool isFolded)
    {
        var (random, booked, moments) = (new Random(seed), Noon.AddDays(-100 * seed), new List<DateTimeOffset>());
        for (var i = 0; i < 40; i++)
        {
            booked += TimeSpan.FromMicroseconds((long)Math.Pow(10, random.Next(1, 13)) * random.Next(1, 4));
            var effective = booked - TimeSpan.FromMicroseconds((long)Math.Pow(10, random.Next(1, 13)));
            moments.AddRange([booked, booked.AddMicroseconds(-1), effective, effective.AddMicroseconds(random.Next(100_000_000))]);
            if (i > 0 && random.Next(4) == 0) await past.Pay(_tenant, _worker, booked, "7.7");
            else await past.Credit(_tenant, _worker, booked, effective, count: random.Next(1, 9));
            if (isFolded && random.Next(6) == 0) await past.Fold();
        }

        foreach (var moment in moments.OrderBy(_ => random.Next()).Take(30)) await IsSumOfLines(moment);
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task The_trial_balance_of_no_time_is_every_line_however_much_is_added_up()
    {
        (await Totals(null)).ShouldBeEmpty();
        (await Totals(Noon)).ShouldBeEmpty();
        await past.Credit(_tenant, _worker, Noon);
        await past.Fold();
        await past.Pay(_tenant, _worker, Noon.AddSeconds(1), "2.5");
        string[] now = ["CASH 2.5000", "WAGES_EXPENSE -12.5000", "WORKER_PAYABLE 10.0000"];
        (await Totals(null)).ShouldBe(now, ignoreOrder: true);
        (await Totals(Noon.AddYears(900))).ShouldBe(now, ignoreOrder: true);
        (await Totals(Noon.AddMicroseconds(-1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_balance_reads_as_little_of_ten_thousand_lines_as_of_a_hundred()
    {
        var (few, many) = (Guid.NewGuid(), Guid.NewGuid());
        await past.Credit(_tenant, few, Noon, count: 100);
        for (var i = 0; i < 20; i++) await past.Credit(_tenant, many, Noon.AddHours(i), effective: Noon.AddDays(-10 * i), count: 500);
        await world.Look("analyze lines, entries, worker_accounts, worker_totals");
        foreach (var asOf in new[] { new AsOf(Noon.AddHours(7), Basis.Booked), new AsOf(Noon.AddDays(-95), Basis.Effective) })
        {
            var (ofFew, ofMany) = (await PagesRead(few, asOf), await PagesRead(many, asOf));
            ofMany.ShouldBeLessThan(2 * ofFew + 20, $"{ofFew} pages of a hundred lines, {asOf.Basis}");
        }
    }

    [Fact]
    public async Task A_time_that_nobody_can_mean_is_refused() =>
        (await Should.ThrowAsync<Refusal>(Balance(DateTimeOffset.UnixEpoch.AddSeconds(-1)))).Faults.Single().Field.ShouldBe("as_of");

    private async Task IsSumOfLines(DateTimeOffset moment)
    {
        foreach (var (basis, column) in new[] { (Basis.Booked, "booked_time"), (Basis.Effective, "effective_time") })
        {
            (await Balance(moment, basis)).Balance.ShouldBe((await world.Look($"select coalesce(sum(amount), 0.0000) from lines where tenant_id = $1 and worker_id = $2 and {column} <= $3", _tenant, _worker, moment)).Single(), $"{basis} {moment:O}");
            var lines = await world.Look($"""
                select l.account || ' ' || sum(l.amount) from lines l join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
                where e.tenant_id = $1 and e.{column} <= $2 group by l.account
                """, _tenant, moment);
            (await Totals(moment, basis)).ShouldBe(lines, ignoreOrder: true, $"{basis} {moment:O}");
        }
    }

    // What is asked is the ledger's own question, as the application asks it: behind row-level security.
    private async Task<int> PagesRead(Guid worker, AsOf asOf)
    {
        var plan = await past.Db.Read(TestCall.Of(_tenant), tx => tx.All<string>($"""
            explain (analyze, buffers, costs off, timing off) {(asOf.Basis == Basis.Effective ? StatementStore.Effective(tx, worker, asOf) : StatementStore.Booked(tx, worker, asOf))}
            """)).InTime();
        var buffers = plan.First(line => line.Contains("Buffers", StringComparison.Ordinal));
        return System.Text.RegularExpressions.Regex.Matches(buffers, @"(?:hit|read)=(\d+)").Sum(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task<(string Balance, string Pending, string Advance)> Balance(DateTimeOffset asOf, Basis basis = Basis.Unspecified)
    {
        var balance = await past.Statements.GetWorkerBalance(new GetWorkerBalanceRequest { WorkerId = _worker.ToString(), AsOf = Wire.Time(asOf), Basis = basis }, TestCall.Of(_tenant)).InTime();
        return (balance.Balance.Amount, balance.Pending.Amount, balance.Advance.Amount);
    }

    private async Task<List<string>> Totals(DateTimeOffset? asOf, Basis basis = Basis.Booked) =>
        [.. (await past.Statements.GetTrialBalance(new GetTrialBalanceRequest { AsOf = Wire.Time(asOf), Basis = basis }, TestCall.Of(_tenant)).InTime()).Accounts.Select(a => $"{a.Account} {a.Total.Amount}")];
}
