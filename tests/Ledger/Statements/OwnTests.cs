using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;

namespace FactoryFlow.Ledger.Tests.Statements;

/// <summary>What somebody reads who may see only the account of the worker whom they sign in as.</summary>
public sealed class OwnTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid(), _mine = Guid.NewGuid(), _other = Guid.NewGuid();

    public static TheoryData<string> Reads => [.. OfWorker.Keys];

    // Every read that names a worker.
    private static readonly Dictionary<string, Func<World, Guid?, Guid, TestCall, Task>> OfWorker = new()
    {
        ["balance"] = (world, own, worker, call) => Statements(world, own).GetWorkerBalance(new GetWorkerBalanceRequest { WorkerId = worker.ToString() }, call),
        ["balance then"] = (world, own, worker, call) => Statements(world, own).GetWorkerBalance(new GetWorkerBalanceRequest { WorkerId = worker.ToString(), AsOf = Wire.Time(Some.Now) }, call),
        ["statement"] = (world, own, worker, call) => Statements(world, own).GetWorkerStatement(new GetWorkerStatementRequest { WorkerId = worker.ToString() }, call),
        ["statement of a range"] = (world, own, worker, call) => Statements(world, own).GetWorkerStatement(new GetWorkerStatementRequest { WorkerId = worker.ToString(), To = Wire.Time(Some.Now) }, call),
        ["jobs"] = (world, own, worker, call) => Statements(world, own).ListWorkerJobs(new ListWorkerJobsRequest { WorkerId = worker.ToString() }, call),
        ["payments"] = (world, own, worker, call) => Payments(world, own).ListPayments(new ListPaymentsRequest { WorkerId = worker.ToString() }, call),
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Ones_own_account_is_read_and_anybody_elses_is_as_one_that_there_is_not(string read)
    {
        await BothEarned();
        await OfWorker[read](world, _mine, _mine, Call()).InTime();
        (await Should.ThrowAsync<Refusal>(OfWorker[read](world, _mine, _other, Call()).InTime())).Message.ShouldBe(await Unknown(read, _other));
        (await Should.ThrowAsync<Refusal>(OfWorker[read](world, null, _mine, Call()).InTime())).Message.ShouldBe(await Unknown(read, _mine));
        (await Should.ThrowAsync<Refusal>(OfWorker[read](world, null, Guid.Empty, Call()).InTime())).Reason.ShouldBe(Reasons.WorkerNotFound);
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Who_earned_nothing_yet_has_an_empty_account_though_they_may_read_no_workers(string read) => await OfWorker[read](world, _mine, _mine, Call()).InTime();

    [Fact]
    public async Task A_worker_of_another_tenant_with_the_same_id_reads_nothing_of_this_one()
    {
        await BothEarned();
        var elsewhere = TestCall.Of(Guid.NewGuid(), scope: Scopes.Own);
        (await Statements(world, _mine).GetWorkerBalance(new GetWorkerBalanceRequest { WorkerId = _mine.ToString() }, elsewhere).InTime()).Balance.Amount.ShouldBe("0.0000");
        (await Payments(world, _mine).ListPayments(new ListPaymentsRequest(), elsewhere).InTime()).Payments.ShouldBeEmpty();
    }

    [Fact]
    public async Task Entries_and_payments_are_shown_to_whom_they_are_about()
    {
        await BothEarned();
        var (mine, others) = (await world.Pay(_tenant, _mine, "5"), await world.Pay(_tenant, _other, "6"));
        (await Entry(_mine, mine.EntryId)).Lines.ShouldContain(l => l.WorkerId == _mine.ToString());
        (await Explain(_mine, mine.EntryId)).Matches.ShouldBeTrue();
        (await Payment(_mine, mine.Id)).Amount.Amount.ShouldBe("5.0000");
        foreach (var own in new[] { _mine, (Guid?)null })
        {
            (await Should.ThrowAsync<Refusal>(Entry(own, others.EntryId))).Reason.ShouldBe(Reasons.EntryNotFound);
            (await Should.ThrowAsync<Refusal>(Explain(own, others.EntryId))).Reason.ShouldBe(Reasons.EntryNotFound);
            (await Should.ThrowAsync<Refusal>(Payment(own, others.Id))).Reason.ShouldBe(Reasons.PaymentNotFound);
        }
    }

    [Fact]
    public async Task Lists_hold_nothing_of_anybody_else()
    {
        await BothEarned();
        await world.Pay(_tenant, _mine, "5");
        await world.Pay(_tenant, _other, "6");
        await world.Credit(Some.Report(_tenant, _mine) with { Rate = null, RateVersionId = null }, Some.Report(_tenant, _other) with { Rate = null, RateVersionId = null });
        (await Payments(world, _mine).ListPayments(new ListPaymentsRequest(), Call()).InTime()).Payments.Select(p => p.WorkerId).ShouldBe([_mine.ToString()]);
        (await Payments(world, null).ListPayments(new ListPaymentsRequest(), Call()).InTime()).Payments.ShouldBeEmpty();
        (await Held(_mine, "")).ShouldBe([_mine.ToString()]);
        (await Held(_mine, _mine.ToString())).ShouldBe([_mine.ToString()]);
        (await Held(_mine, _other.ToString())).ShouldBeEmpty();
        (await Held(null, "")).ShouldBeEmpty();
    }

    private TestCall Call() => TestCall.Of(_tenant, scope: Scopes.Own);

    private Task BothEarned() => world.Credit(Some.Report(_tenant, _mine), Some.Report(_tenant, _other));

    // What is answered of a worker whom there is not: the words may differ in nothing but the id.
    private async Task<string> Unknown(string read, Guid worker)
    {
        var nobody = Guid.NewGuid();
        return (await Should.ThrowAsync<Refusal>(OfWorker[read](world, _mine, nobody, Call()).InTime())).Message.Replace(nobody.ToString(), worker.ToString(), StringComparison.Ordinal);
    }

    private static Ledger.Statements.StatementService Statements(World world, Guid? own) => new(world.Db, world.SignedInAs(own));

    private static Ledger.Payments.PaymentService Payments(World world, Guid? own) => new(world.Db, world.SignedInAs(own));

    private Ledger.Entries.EntryService Entries(Guid? own) => new(world.Db, world.SignedInAs(own), null!);

    private Task<LedgerEntry> Entry(Guid? own, string id) => Entries(own).GetEntry(new GetEntryRequest { EntryId = id }, Call()).InTime();

    private Task<EntryExplanation> Explain(Guid? own, string id) => Entries(own).ExplainEntry(new ExplainEntryRequest { EntryId = id }, Call()).InTime();

    private Task<Payment> Payment(Guid? own, string id) => Payments(world, own).GetPayment(new GetPaymentRequest { PaymentId = id }, Call()).InTime();

    private async Task<List<string>> Held(Guid? own, string worker) =>
        [.. (await new Ledger.HeldLines.HeldLineService(world.Db, world.SignedInAs(own)).ListHeldLines(new ListHeldLinesRequest { WorkerId = worker }, Call()).InTime()).HeldLines.Select(l => l.WorkerId)];
}
