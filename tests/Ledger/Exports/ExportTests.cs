using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using Basis = FactoryFlow.Ledger.V1.GetWorkerBalanceRequest.Types.Basis;

namespace FactoryFlow.Ledger.Tests.Exports;

/// <summary>The books as CSV.</summary>
public sealed class ExportTests(World world, PastWorld past) : IClassFixture<PastWorld>
{
    private const int Many = 1700;
    private static readonly DateTimeOffset Noon = Some.Now;
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.NewGuid(), _other = Guid.NewGuid();

    [Fact]
    public async Task Every_line_of_the_tenant_is_there_once_and_they_sum_to_zero()
    {
        await past.Credit(_tenant, _worker, Noon, count: 700);
        await past.Credit(_tenant, _other, Noon.AddHours(1), count: 3);
        await past.Pay(_tenant, _other, Noon.AddHours(2), "20");
        await past.Credit(Guid.NewGuid(), Guid.NewGuid(), Noon, count: 5);
        var file = await Books(new ExportEntriesRequest());
        file.MediaType.ShouldBe("text/csv; charset=utf-8");
        var rows = file.Rows;
        string.Join(',', rows[0]).ShouldBe(
            "entry_id,type,account,worker_id,line_number,amount,currency,balance_after,effective_time,booked_time,period,description,job_id,job_number,step_name,quantity,rate,payment_id,corrects_entry_id,transaction_amount,transaction_currency,exchange_rate,agreed_rate");
        rows.Skip(1).Select(r => $"{r[0]}/{r[2]}/{Amount(r[5])}").Order(StringComparer.Ordinal)
            .ShouldBe((await world.Look("select entry_id || '/' || account || '/' || amount from lines where tenant_id = $1", _tenant)).Order(StringComparer.Ordinal));
        rows.Skip(1).Sum(r => Amount(r[5])).ShouldBe(0m);
        rows.Skip(1).Chunk(2).ShouldAllBe(entry => entry[0][0] == entry[1][0]);
    }

    [Theory]
    [InlineData(null, null, Basis.Unspecified, "12.5 12.5 -20 12.5")]
    [InlineData(1, 3, Basis.Booked, "12.5 -20")]
    [InlineData(3, null, Basis.Booked, "12.5")]
    [InlineData(1, 3, Basis.Effective, "12.5 -20")]
    [InlineData(-24, 3, Basis.Effective, "12.5 12.5 -20")]
    [InlineData(null, 0, Basis.Effective, "12.5")]
    [InlineData(8, 9, Basis.Booked, "")]
    public async Task A_range_is_of_the_time_that_is_asked_for(int? from, int? to, Basis basis, string lines)
    {
        await Lived();
        var file = await Books(new ExportEntriesRequest { From = Hours(from), To = Hours(to), Basis = basis, WorkerId = _worker.ToString() });
        string.Join(' ', file.Rows.Skip(1).Where(r => r[3] == _worker.ToString()).Select(r => Amount(r[5]).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture))).ShouldBe(lines);
        file.Rows.Skip(1).Count().ShouldBe(2 * lines.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_statement_is_the_workers_lines_in_order_with_what_each_left()
    {
        await Lived();
        var rows = (await Statement()).Rows;
        string.Join(',', rows[0]).ShouldBe(
            "line_number,entry_id,type,amount,currency,balance_after,effective_time,booked_time,period,description,job_id,job_number,step_name,quantity,rate,payment_id,transaction_amount,transaction_currency,exchange_rate,agreed_rate");
        rows.Skip(1).Select(r => $"{r[0]} {r[2]} {r[3]} {r[4]} {r[5]}").ShouldBe(
            ["1 WAGE 12.5000 EUR 12.5000", "2 WAGE 12.5000 EUR 25.0000", "3 PAYMENT -20.0000 EUR 5.0000", "4 WAGE 12.5000 EUR 17.5000"]);
        (rows[4][6], rows[4][7], rows[4][8]).ShouldBe(("2026-01-30T12:00:00.000000Z", "2026-03-01T15:00:00.000000Z", "2026-01"));
        (await Statement(1, 3)).Rows.Skip(1).Select(r => r[0]).ShouldBe(["2", "3"]);
    }

    [Fact]
    public async Task What_people_entered_is_no_formula_and_breaks_no_row()
    {
        await world.Credit(Some.Report(_tenant, _worker) with { StepName = "=cmd|' /C calc'!A0" });
        await world.Entries.CreateEntry(new CreateEntryRequest { WorkerId = _worker.ToString(), Type = "MEAL", Amount = "4", Description = "@soup, \"hot\"" }, TestCall.Of(_tenant)).InTime();
        var text = (await Books(new ExportEntriesRequest())).Text;
        text.ShouldContain(",'=cmd|' /C calc'!A0,");
        text.ShouldContain(",\"'@soup, \"\"hot\"\"\",");
        text.ShouldContain(",-4.0000,");
    }

    [Fact]
    public async Task It_is_of_one_moment_and_nothing_is_read_before_it_is_wanted()
    {
        await past.Credit(_tenant, _worker, Noon, count: Many);
        var slow = new Recipient(isSlow: true);
        var sending = new Ledger.Statements.StatementService(past.Db, null!).ExportWorkerStatement(new ExportWorkerStatementRequest { WorkerId = _worker.ToString() }, slow, TestCall.Of(_tenant));
        await slow.Offered();
        // The last of them changes while the first piece waits to be taken, as only somebody can who turns every trigger off; others are booked.
        await world.Plant("update entries e set description = 'changed' from lines l where e.tenant_id = $1 and l.tenant_id = $1 and l.entry_id = e.id and l.sequence = $2", _tenant, (long)Many);
        await past.Credit(_tenant, _worker, Noon.AddHours(1), count: 10);
        slow.TakeAll();
        await sending.InTime();
        slow.Rows.Skip(1).Select(r => r[0]).ShouldBe(Enumerable.Range(1, Many).Select(n => $"{n}"));
        (slow.Rows[^1][9], slow.Pieces).ShouldBe(("changed", 4));
    }

    [Fact]
    public async Task Nothing_is_held_in_the_database_while_a_client_thinks()
    {
        await past.Credit(_tenant, _worker, Noon, count: Many);
        var (slow, cancel) = (new Recipient(isSlow: true), new CancellationTokenSource());
        var sending = past.Entries.ExportEntries(new ExportEntriesRequest(), slow, TestCall.Of(_tenant, cancellation: cancel.Token));
        await slow.Offered();
        (await Limit.Until(
            () => world.Look("select pid::text from pg_stat_activity where datname = $1 and state <> 'idle' and query like '%ordinality%' and pid <> pg_backend_pid()", world.Database.Name), busy => busy.Count == 0)).ShouldBeEmpty();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sending.InTime());
        slow.Pieces.ShouldBe(0);
    }

    [Fact]
    public async Task What_fails_in_the_middle_does_not_end()
    {
        await past.Credit(_tenant, _worker, Noon, count: Many);
        await world.Plant("update entries e set details = '[]' from lines l where e.tenant_id = $1 and l.tenant_id = $1 and l.entry_id = e.id and l.sequence = $2", _tenant, (long)Many);
        var file = new Recipient();
        await Should.ThrowAsync<System.Data.DataException>(new Ledger.Statements.StatementService(past.Db, null!)
            .ExportWorkerStatement(new ExportWorkerStatementRequest { WorkerId = _worker.ToString() }, file, TestCall.Of(_tenant)).InTime());
        file.Pieces.ShouldBe(3);
    }

    [Fact]
    public async Task Without_a_line_there_is_a_header_and_without_a_worker_a_refusal()
    {
        (await Books(new ExportEntriesRequest())).Rows.ShouldHaveSingleItem();
        var own = new Ledger.Statements.StatementService(world.Db, world.SignedInAs(_worker));
        var file = new Recipient();
        await own.ExportWorkerStatement(new ExportWorkerStatementRequest { WorkerId = _worker.ToString() }, file, TestCall.Of(_tenant, scope: Scopes.Own)).InTime();
        file.Rows.ShouldHaveSingleItem();
        await past.Credit(_tenant, _other, Noon);
        (await Should.ThrowAsync<Refusal>(own.ExportWorkerStatement(new ExportWorkerStatementRequest { WorkerId = _other.ToString() }, file, TestCall.Of(_tenant, scope: Scopes.Own)).InTime()))
            .Reason.ShouldBe(Reasons.WorkerNotFound);
        (await Should.ThrowAsync<Refusal>(Books(new ExportEntriesRequest { Basis = (Basis)9, From = Hours(2), To = Hours(1) }))).Faults.Select(f => f.Field).ShouldBe(["to", "basis"]);
    }

    private async Task Lived()
    {
        await past.Credit(_tenant, _worker, Noon);
        await past.Credit(_tenant, _worker, Noon.AddHours(1));
        await past.Pay(_tenant, _worker, Noon.AddHours(2), "20");
        await past.Credit(_tenant, _worker, Noon.AddHours(3), effective: Noon.AddDays(-30));
        await past.Credit(_tenant, _other, Noon.AddHours(1));
    }

    private static Google.Protobuf.WellKnownTypes.Timestamp? Hours(int? hours) => hours is { } h ? Wire.Time(Noon.AddHours(h)) : null;

    private static decimal Amount(string cell) => decimal.Parse(cell, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Recipient> Books(ExportEntriesRequest request)
    {
        var file = new Recipient();
        await past.Entries.ExportEntries(request, file, TestCall.Of(_tenant)).InTime();
        return file;
    }

    private async Task<Recipient> Statement(int? from = null, int? to = null)
    {
        var file = new Recipient();
        await past.Statements.ExportWorkerStatement(new ExportWorkerStatementRequest { WorkerId = _worker.ToString(), From = Hours(from), To = Hours(to) }, file, TestCall.Of(_tenant)).InTime();
        return file;
    }
}
