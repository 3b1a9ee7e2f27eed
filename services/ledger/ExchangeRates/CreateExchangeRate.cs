using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.ExchangeRates;

internal sealed partial class ExchangeRateService
{
    private const int LongestSource = 100;

    public override async Task<V1.ExchangeRate> CreateExchangeRate(CreateExchangeRateRequest request, ServerCallContext context)
    {
        var now = await db.Now(context);
        var check = new Check();
        CheckCurrency(check, request.Currency);
        // Somewhere it is tomorrow already.
        var day = check.Day("date", request.Date, ExchangeRate.Beginning, ExchangeRate.DayOf(now).AddDays(1));
        var rate = check.Factor("rate", request.Rate, ExchangeRate.Smallest, ExchangeRate.Largest);
        var source = check.Text("source", request.Source, 0, LongestSource);
        var reason = check.Text("reason", request.Reason, 0, 500);
        check.Done();
        return await db.Write(context, request, async tx =>
        {
            // A repeated call gets its first answer, whatever the configuration says by now.
            await tx.Flush();
            var baseCurrency = (await configs.Current(tx, context.CancellationToken)).Config.Currency;
            var own = new Check();
            own.That(request.Currency != baseCurrency, "currency", "is the tenant's own, which is always worth itself");
            own.Done();
            ExchangeRateStore.Lock(tx, request.Currency, day);
            var version = ExchangeRateStore.AskVersion(tx, request.Currency, baseCurrency, day);
            await tx.Flush();
            if (version.Rows.Count > 0 && reason.Length == 0)
                throw Reasons.ExchangeRateExists.Refuse($"{request.Currency} has a rate on {request.Date}: say why another one stands in its place.", "reason");

            var entered = new ExchangeRate(tx.NewId(), request.Currency, baseCurrency, request.Date, version.First + 1, rate, source, reason, tx.Now);
            ExchangeRateStore.Add(tx, entered, day);
            var message = entered.ToMessage();
            tx.Audit("exchange_rate.created", "exchange_rate", entered.Id, Changes.Between(null, message));
            return message;
        });
    }
}
