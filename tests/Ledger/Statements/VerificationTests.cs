using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using Status = FactoryFlow.Ledger.V1.StatementVerification.Types.Status;

namespace FactoryFlow.Ledger.Tests.Statements;

public sealed class VerificationTests(World world, PastWorld past) : IClassFixture<PastWorld>
{
    private static readonly DateTimeOffset Noon = Some.Now, End = Noon.AddHours(5);
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.NewGuid(), _other = Guid.NewGuid();

    [Fact]
    public async Task A_statement_of_a_range_that_is_over_is_verified_with_its_totals_by_whoever_has_its_code()
    {
        var verified = await Verify(await Code());
        (verified.Status, verified.WorkerId, verified.EntryCount).ShouldBe((Status.Matches, _worker.ToString(), 3));
        (verified.OpeningBalance.Amount, verified.Credits.Amount, verified.Debits.Amount, verified.ClosingBalance.Amount).ShouldBe(("0.0000", "25.0000", "20.0000", "5.0000"));
        (verified.From.ToDateTimeOffset(), verified.To.ToDateTimeOffset()).ShouldBe((Noon, End));
        verified.ToString().ShouldNotContain(_other.ToString());
    }

    [Fact]
    public async Task The_hash_is_computed_again_from_what_the_statement_shows_as_docs_statements_md_says()
    {
        var verified = await Verify(await Code());
        var shown = await Statement(_worker, Noon, End);
        var lines = new List<string>();
        foreach (var e in shown.Entries.Reverse())
        {
            var sign = e.Direction == StatementEntry.Types.Direction.Debit ? "-" : "";
            lines.Add(await Hash(e.Id, e.Type, e.Amount.Currency, sign + e.Amount.Amount, e.BalanceAfter.Amount, Time(e.EffectiveTime.ToDateTimeOffset()), Time(e.BookedTime.ToDateTimeOffset()), e.Description));
        }

        (await Hash(["factoryflow-statement-1", shown.WorkerId, "EUR", Time(Noon), Time(End), shown.OpeningBalance.Amount, shown.ClosingBalance.Amount, .. lines])).ShouldBe(verified.Hash);
    }

    [Fact]
    public async Task It_is_issued_once_however_many_ask_and_what_is_booked_later_changes_nothing()
    {
        await Lived();
        var codes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () => (await Statement(_worker, Noon, End)).VerificationCode)));
        await past.Credit(_tenant, _worker, End.AddHours(1));
        (await Statement(_worker, Noon, End)).VerificationCode.ShouldBe(codes.Distinct().ShouldHaveSingleItem());
        (await Verify(codes[0])).Status.ShouldBe(Status.Matches);
        (await world.Look("select count(*) from audit_entries where tenant_id = $1 and action = 'statement.issued'", _tenant)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task What_began_before_a_statement_was_issued_and_is_booked_after_it_stands_behind_it()
    {
        var code = await Code();
        await past.Credit(_tenant, _worker, End.AddMinutes(-1));
        (await Statement(_worker, Noon, End)).Entries.Count.ShouldBe(3);
        (await world.Look("select booked_time >= $2 from lines where tenant_id = $1 and worker_id = $3 and sequence = 4", _tenant, End, _worker)).ShouldBe(["True"]);
        (await Verify(code)).Status.ShouldBe(Status.Matches);
        await world.BooksAreInOrder(_tenant);
    }

    [Theory]
    [InlineData("update lines set amount = amount + 1 where tenant_id = $1 and worker_id = $2 and sequence = 2")]
    [InlineData("update lines set balance_after = balance_after + 1 where tenant_id = $1 and worker_id = $2 and sequence = 3")]
    [InlineData("update entries e set description = 'Other' from lines l where e.tenant_id = $1 and l.entry_id = e.id and l.worker_id = $2 and l.sequence = 1")]
    [InlineData("update entries e set effective_time = now() from lines l where e.tenant_id = $1 and l.entry_id = e.id and l.worker_id = $2 and l.sequence = 1")]
    [InlineData("delete from lines where tenant_id = $1 and worker_id = $2 and sequence = 2")]
    [InlineData("update issued_statements set hash = sha256('x') where tenant_id = $1 and worker_id = $2")]
    [InlineData("update issued_statements set credits = 99 where tenant_id = $1 and worker_id = $2")]
    public async Task What_somebody_changed_in_the_database_no_longer_matches(string fault)
    {
        var code = await Code();
        (await Verify(code)).Status.ShouldBe(Status.Matches);
        await world.Plant(fault, _tenant, _worker);
        (await Verify(code)).Status.ShouldBe(Status.NoLongerMatches);
    }

    [Fact]
    public async Task What_was_done_to_somebody_elses_lines_does_not_matter()
    {
        var code = await Code();
        await world.Plant("update lines set amount = amount + 1 where tenant_id = $1 and worker_id = $2", _tenant, _other);
        (await Verify(code)).Status.ShouldBe(Status.Matches);
    }

    [Fact]
    public async Task Two_accounts_with_the_same_lines_have_codes_of_their_own_and_none_is_kept()
    {
        var codes = new[] { await Code(), (await Statement(_other, Noon, End)).VerificationCode };
        codes.Distinct().Count().ShouldBe(2);
        codes.ShouldAllBe(code => code.Length == 40);
        (await world.Look("select s::text from issued_statements s where tenant_id = $1", _tenant)).ShouldAllBe(row => !codes.Any(row.Contains));
    }

    [Fact]
    public async Task A_range_that_is_not_over_has_no_code_and_none_is_issued()
    {
        await Lived();
        (await Statement(_worker, Noon, End.AddMicroseconds(1))).VerificationCode.ShouldBeEmpty();
        (await world.Look("select id from issued_statements where tenant_id = $1", _tenant)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000", "STATEMENT_NOT_FOUND")]
    [InlineData("000000000000000000000000000000000000000", "INVALID_INPUT")]
    [InlineData("000000000000000000000000000000000000000G", "INVALID_INPUT")]
    public async Task A_code_that_was_never_given_out_is_refused(string code, string reason) =>
        (await Should.ThrowAsync<Refusal>(Verify(code))).Reason.Name.ShouldBe(reason);

    [Fact]
    public async Task The_door_opens_issued_statements_alone_and_only_to_be_read()
    {
        await Code();
        (await Through($"select tenant_id from issued_statements")).ShouldContain(_tenant);
        (await Through($"select tenant_id from lines union select tenant_id from entries union select tenant_id from worker_accounts union select tenant_id from payments")).ShouldBeEmpty();
        (await past.Db.Through(Door.Timers, tx => tx.All<Guid>($"select tenant_id from issued_statements"), Limit.Soon()).InTime()).ShouldBeEmpty();
    }

    private Task<IReadOnlyList<Guid>> Through(Sql sql) => past.Db.Through(Door.Verification, tx => tx.All<Guid>(sql), Limit.Soon()).InTime();

    private async Task<string> Code()
    {
        await Lived();
        return (await Statement(_worker, Noon, End)).VerificationCode;
    }

    private async Task Lived()
    {
        foreach (var worker in new[] { _worker, _other })
        {
            await past.Credit(_tenant, worker, Noon);
            await past.Credit(_tenant, worker, Noon.AddHours(1), effective: Noon.AddDays(-30));
            await past.Pay(_tenant, worker, Noon.AddHours(2), "20");
        }

        past.IsNow(End);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> Hash(params string[] texts) => (await world.Look("select encode(sha256(convert_to($1, 'UTF8')), 'hex')", string.Join('\n', texts))).Single();

    private Task<WorkerStatement> Statement(Guid worker, DateTimeOffset from, DateTimeOffset to) => past.Statements.GetWorkerStatement(
        new GetWorkerStatementRequest { WorkerId = worker.ToString(), From = Wire.Time(from), To = Wire.Time(to) }, TestCall.Of(_tenant)).InTime();

    private Task<StatementVerification> Verify(string code) => past.Statements.VerifyStatement(new VerifyStatementRequest { Code = code }, TestCall.Anonymous()).InTime();
}
