using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;

namespace FactoryFlow.Ledger.Tests.Payments;

public sealed class ReversalTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.CreateVersion7(), _one = Guid.NewGuid(), _two = Guid.NewGuid();

    [Fact]
    public async Task A_payment_that_is_taken_back_covers_nothing_and_what_others_cover_moves_up()
    {
        await TwoJobs();
        var (first, second) = (await world.Pay(_tenant, _worker, "10"), await world.Pay(_tenant, _worker, "11"));
        Told(second.Covers).ShouldBe([(_one, "2.5000"), (_two, "8.5000")]);
        var reversed = await world.TakeBack(_tenant, first);
        (reversed.Reversal.Reason, reversed.Reversal.Balance.Amount, reversed.Covers.Count).ShouldBe(("paid twice", "14.0000", 0));
        Told((await world.Read(_tenant, second)).Covers).ShouldBe([(_one, "11.0000")]);
        (await Covered()).ShouldBe(["11.0000", "0.0000"]);
        await world.BooksAreInOrder(_tenant);
    }

    /// <summary>First in, first out, step by step.</summary>
    [Fact]
    public async Task The_example_of_the_ledgers_page_comes_out_as_it_says()
    {
        await EarnTen();
        await EarnTen();
        var a = await world.Pay(_tenant, _worker, "15");
        (await Covered()).ShouldBe(["10.0000", "5.0000"]);
        var b = await world.Pay(_tenant, _worker, "8");
        (b.Balance.Amount, b.Advance.Amount).ShouldBe(("-3.0000", "3.0000"));
        await EarnTen();
        (await Covered()).ShouldBe(["10.0000", "10.0000", "3.0000"]);
        (await world.TakeBack(_tenant, a)).Reversal.Balance.Amount.ShouldBe("22.0000");
        (await Covered()).ShouldBe(["8.0000", "0.0000", "0.0000"]);
    }

    [Fact]
    public async Task What_a_payment_covered_when_it_was_made_stays_written_down()
    {
        await TwoJobs();
        var (first, second) = (await world.Pay(_tenant, _worker, "10"), await world.Pay(_tenant, _worker, "11"));
        await world.TakeBack(_tenant, first);
        Told((await world.Read(_tenant, first)).Allocations).ShouldBe([(_one, "10.0000")]);
        Told((await world.Read(_tenant, second)).Allocations).ShouldBe([(_one, "2.5000"), (_two, "8.5000")]);
    }

    [Fact]
    public async Task An_advance_that_is_taken_back_covered_nothing()
    {
        await world.Credit(Some.Step(_tenant, _worker, _one));
        var payment = await world.Pay(_tenant, _worker, "30");
        await world.Credit(Some.Step(_tenant, _worker, _two));
        Told((await world.Read(_tenant, payment)).Covers).ShouldBe([(_one, "12.5000"), (_two, "12.5000")]);
        (await world.TakeBack(_tenant, payment)).Reversal.Balance.Amount.ShouldBe("25.0000");
        (await Covered()).ShouldBe(["0.0000", "0.0000"]);
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task A_payment_is_taken_back_once()
    {
        await TwoJobs();
        var payment = await world.Pay(_tenant, _worker, "10");
        await world.TakeBack(_tenant, payment);
        (await Should.ThrowAsync<Refusal>(world.TakeBack(_tenant, payment))).Reason.ShouldBe(Reasons.PaymentAlreadyReversed);
        (await world.Balance(_tenant, _worker)).ShouldBe("25.0000/4");
    }

    [Fact]
    public async Task Of_many_who_take_a_payment_back_at_once_one_does()
    {
        await TwoJobs();
        var payment = await world.Pay(_tenant, _worker, "10");
        var attempts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Attempt(payment))));
        attempts.Count(done => done).ShouldBe(1);
        (await world.Balance(_tenant, _worker)).ShouldBe("25.0000/4");
    }

    [Fact]
    public async Task The_same_call_twice_is_answered_twice_and_done_once()
    {
        await TwoJobs();
        var payment = await world.Pay(_tenant, _worker, "10");
        (await world.TakeBack(_tenant, payment, "key")).ShouldBe(await world.TakeBack(_tenant, payment, "key"));
        (await world.Balance(_tenant, _worker)).ShouldBe("25.0000/4");
    }

    [Fact]
    public async Task Payments_are_taken_back_while_wages_arrive_and_others_are_made()
    {
        await TwoJobs();
        var payments = new List<Payment>();
        for (var i = 0; i < 4; i++) payments.Add(await world.Pay(_tenant, _worker, "9"));
        await Task.WhenAll(payments.Select(p => Task.Run(() => world.TakeBack(_tenant, p)))
            .Concat(Enumerable.Range(0, 4).Select(_ => Task.Run(() => (Task)world.Credit(Some.Step(_tenant, _worker)))))
            .Concat(Enumerable.Range(0, 2).Select(_ => Task.Run(() => (Task)world.Pay(_tenant, _worker, "20")))));
        (await world.Balance(_tenant, _worker)).ShouldBe("35.0000/16");
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task Another_tenants_payment_does_not_exist()
    {
        await TwoJobs();
        var payment = await world.Pay(_tenant, _worker, "10");
        (await Should.ThrowAsync<Refusal>(world.TakeBack(Guid.NewGuid(), payment))).Reason.ShouldBe(Reasons.PaymentNotFound);
        (await Should.ThrowAsync<Refusal>(world.Read(Guid.NewGuid(), payment))).Reason.ShouldBe(Reasons.PaymentNotFound);
    }

    [Fact]
    public async Task Payments_are_listed_latest_first_by_worker_and_time_and_whether_they_were_taken_back()
    {
        await TwoJobs();
        await world.Credit(Some.Step(_tenant));
        var (first, second, third) = (await world.Pay(_tenant, _worker, "1"), await world.Pay(_tenant, _worker, "2"), await world.Pay(_tenant, _worker, "3"));
        await world.TakeBack(_tenant, second);
        (await Listed(new() { WorkerId = _worker.ToString() })).ShouldBe([third.Id, second.Id, first.Id]);
        (await Listed(new() { IsReversed = true })).ShouldBe([second.Id]);
        (await Listed(new() { IsReversed = false })).ShouldBe([third.Id, first.Id]);
        (await Listed(new() { FromTime = second.CreateTime, ToTime = third.CreateTime })).ShouldBe([second.Id]);
    }

    [Fact]
    public async Task A_list_of_payments_is_read_page_by_page_with_what_each_covered()
    {
        await TwoJobs();
        for (var i = 0; i < 3; i++) await world.Pay(_tenant, _worker, "1");
        var page = await List(new() { PageSize = 2 });
        var rest = await List(new() { PageSize = 2, PageToken = page.NextPageToken });
        (page.Payments.Count, rest.Payments.Count, rest.NextPageToken).ShouldBe((2, 1, ""));
        page.Payments.Concat(rest.Payments).ShouldAllBe(p => p.Allocations.Single().Amount.Amount == "1.0000");
    }

    private async Task TwoJobs()
    {
        await world.Credit(Some.Step(_tenant, _worker, _one));
        await world.Credit(Some.Step(_tenant, _worker, _two));
    }

    private Task EarnTen() => world.Credit(Some.Step(_tenant, _worker) with { GoodQuantity = 8 });

    private async Task<bool> Attempt(Payment payment)
    {
        try
        {
            await world.TakeBack(_tenant, payment);
            return true;
        }
        catch (Refusal refusal) when (refusal.Reason == Reasons.PaymentAlreadyReversed)
        {
            return false;
        }
    }

    private Task<List<string>> Covered() => world.Look("select covered from earnings where tenant_id = $1 and worker_id = $2 order by sequence", _tenant, _worker);

    private async Task<IEnumerable<string>> Listed(ListPaymentsRequest request) => (await List(request)).Payments.Select(p => p.Id);

    private Task<ListPaymentsResponse> List(ListPaymentsRequest request) => new Ledger.Payments.PaymentService(world.Db, null!).ListPayments(request, TestCall.Of(_tenant)).InTime();

    private static IEnumerable<(Guid, string)> Told(IEnumerable<Allocation> allocations) => allocations.Select(a => (Guid.Parse(a.JobId), a.Amount.Amount));
}
