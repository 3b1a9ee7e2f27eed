using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Testing;

namespace FactoryFlow.Ledger.Tests.Payments;

/// <summary>How long the same key is the same call.</summary>
public sealed class KeyTests(PastWorld past) : IClassFixture<PastWorld>
{
    private const string DemandsKey = "/factoryflow.ledger.v1.PaymentService/CreatePayment", TakesKey = TestCall.Repeatable;
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.NewGuid();

    [Theory]
    [InlineData(DemandsKey, 29, true)]
    [InlineData(DemandsKey, 31, true)]
    [InlineData(DemandsKey, 4000, true)]
    [InlineData(TakesKey, 29, true)]
    [InlineData(TakesKey, 31, false)]
    public async Task A_key_of_a_call_that_demands_one_is_good_for_ever_and_any_other_for_a_month(string method, int days, bool isPaidOnce)
    {
        await past.Credit(_tenant, _worker, Some.Now);
        var first = await Pay(method);
        past.IsNow(Some.Now.AddDays(days));
        await past.Sweep();
        var again = await Pay(method);
        (again.Id == first.Id).ShouldBe(isPaidOnce);
    }

    private Task<Payment> Pay(string method) => new Ledger.Payments.PaymentService(past.Db, null!).CreatePayment(
        new CreatePaymentRequest { WorkerId = _worker.ToString(), Amount = "5", Currency = "EUR" }, TestCall.Of(_tenant, "the-same-key", method: method)).InTime();
}
