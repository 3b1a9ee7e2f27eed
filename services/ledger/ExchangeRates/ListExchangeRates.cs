using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.ExchangeRates;

internal sealed partial class ExchangeRateService
{
    public override Task<ListExchangeRatesResponse> ListExchangeRates(ListExchangeRatesRequest request, ServerCallContext context)
    {
        var check = new Check();
        if (request.Currency.Length > 0) CheckCurrency(check, request.Currency);
        var filter = new ExchangeRateFilter(
            request.Currency.Length == 0 ? null : request.Currency,
            request.FromDate.Length == 0 ? ExchangeRate.Beginning : check.Day("from_date", request.FromDate, DateOnly.MinValue, DateOnly.MaxValue),
            request.ToDate.Length == 0 ? DateOnly.MaxValue : check.Day("to_date", request.ToDate, DateOnly.MinValue, DateOnly.MaxValue));
        check.That(filter.From <= filter.To, "to_date", "is before from_date");
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = ExchangeRatePlace.Of(request.PageToken);
        return db.Read(context, async tx =>
        {
            var rates = ExchangeRateStore.AskAll(tx, filter, after, size + 1);
            await tx.Flush();
            var response = new ListExchangeRatesResponse { NextPageToken = rates.Rows.Count > size ? ExchangeRatePlace.TokenAfter(rates.Rows[size - 1]) : "" };
            response.ExchangeRates.AddRange(rates.Rows.Take(size).Select(r => r.ToMessage()));
            return response;
        });
    }
}
