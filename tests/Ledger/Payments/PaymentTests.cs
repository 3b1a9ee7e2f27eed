using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Ledger.Tests.Payments;

public sealed class PaymentTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.CreateVersion7();

    [Fact]
    public async Task A_payment_covers_the_oldest_jobs_and_says_what_is_left()
    {
        var (one, two) = (Some.Step(_tenant, _worker), Some.Step(_tenant, _worker));
        await world.Credit(one);
        await world.Credit(two);
        var payment = await world.Pay(_tenant, _worker, "20");
        payment.Allocations.Select(a => (a.JobId, a.Amount.Amount)).ShouldBe([(one.JobId.ToString(), "12.5000"), (two.JobId.ToString(), "7.5000")]);
        (payment.Balance.Amount, payment.Advance.Amount).ShouldBe(("5.0000", "0.0000"));
        (await world.Look("select covered from earnings where tenant_id = $1 order by sequence", _tenant)).ShouldBe(["12.5000", "7.5000"]);
    }

    [Fact]
    public async Task What_is_paid_beyond_what_is_owed_is_an_advance()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        var payment = await world.Pay(_tenant, _worker, "20");
        (payment.Balance.Amount, payment.Advance.Amount).ShouldBe(("-7.5000", "7.5000"));
    }

    [Fact]
    public async Task Payments_at_once_stand_in_line_and_cover_nothing_twice()
    {
        await world.Credit(Enumerable.Range(0, 8).Select(_ => Some.Step(_tenant, _worker)));
        var payments = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => world.Pay(_tenant, _worker, "11"))));
        payments.Sum(p => p.Allocations.Sum(a => decimal.Parse(a.Amount.Amount, System.Globalization.CultureInfo.InvariantCulture))).ShouldBe(100m);
        payments.Sum(p => decimal.Parse(p.Advance.Amount, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(10m);
        (await world.Balance(_tenant, _worker)).ShouldBe("-10.0000/18");
        (await world.Look("select sum(earned - covered) from earnings where tenant_id = $1", _tenant)).ShouldBe(["0.0000"]);
    }

    [Fact]
    public async Task Payments_and_wages_at_once_leave_the_books_in_balance()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => i % 3 == 0 ? world.Pay(_tenant, _worker, "30") : world.Credit(Some.Step(_tenant, _worker)))));
        (await world.Balance(_tenant, _worker)).ShouldBe("-7.5000/13");
        (await world.Look("select sum(amount) from lines where tenant_id = $1", _tenant)).ShouldBe(["0.0000"]);
        (await world.Look("select sum(earned - covered) from earnings where tenant_id = $1", _tenant)).ShouldBe(["0.0000"]);
        (await world.Look("select balance_after from lines where tenant_id = $1 and worker_id = $2 order by sequence desc limit 1", _tenant, _worker)).ShouldBe(["-7.5000"]);
    }

    [Fact]
    public async Task The_same_payment_twice_at_once_is_paid_once()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        var payments = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.Pay(_tenant, _worker, "5", "key"))));
        payments.Distinct().Count().ShouldBe(1);
        (await world.Balance(_tenant, _worker)).ShouldBe("7.5000/2");
    }

    [Fact]
    public async Task Another_currency_without_a_rate_is_refused()
    {
        await world.Credit(Some.Step(_tenant, _worker) with { Currency = "USD" });
        (await Should.ThrowAsync<Refusal>(world.Pay(_tenant, _worker, "5"))).Reason.ShouldBe(Reasons.ExchangeRateMissing);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0.00001")]
    [InlineData("1000000000.0001")]
    [InlineData("1e9")]
    public async Task An_amount_that_cannot_be_paid_is_refused(string amount) =>
        (await Should.ThrowAsync<Refusal>(() => world.Pay(_tenant, _worker, amount))).Faults.Single().Field.ShouldBe("amount");
}
