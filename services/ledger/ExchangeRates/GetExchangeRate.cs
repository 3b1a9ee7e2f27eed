using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.ExchangeRates;

internal sealed partial class ExchangeRateService
{
    public override Task<V1.ExchangeRate> GetExchangeRate(GetExchangeRateRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("exchange_rate_id", request.ExchangeRateId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var rates = ExchangeRateStore.Ask(tx, id);
            await tx.Flush();
            return rates.First?.ToMessage() ?? throw Reasons.ExchangeRateNotFound.Refuse($"There is no exchange rate {id}.");
        });
    }
}
