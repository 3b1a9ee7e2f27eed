using FactoryFlow.Ledger.ExchangeRates;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using ExchangeRate = FactoryFlow.Ledger.ExchangeRates.ExchangeRate;

namespace FactoryFlow.Ledger.Payments;

/// <summary>Finds what a payment comes to that may be in another currency than the worker's account.</summary>
internal static class Exchanging
{
    /// <summary>What a payment in another currency comes to; null of one in the account's own.</summary>
    /// <exception cref="Refusal">INVALID_INPUT, EXCHANGE_RATE_MISSING.</exception>
    public static async Task<Exchange?> Of(TenantTx tx, CreatePaymentRequest request, decimal amount, string baseCurrency)
    {
        var (check, today) = (new Check(), ExchangeRate.DayOf(tx.Now));
        if (request.Currency == baseCurrency)
        {
            check.That(request.AgreedRateDate.Length == 0, "agreed_rate_date", $"is for other currencies than {baseCurrency}, which the account is kept in");
            check.Done();
            return null;
        }

        var decimals = Currencies.Decimals(request.Currency);
        check.That(decimals is not null, "currency", "is no active ISO 4217 code such as \"EUR\"");
        check.That(decimals is not { } most || decimal.Round(amount, most) == amount, "amount", $"is {request.Amount}; ISO 4217 gives {request.Currency} {decimals} decimals");
        var agreedDay = request.AgreedRateDate.Length == 0 ? today : check.Day("agreed_rate_date", request.AgreedRateDate, ExchangeRate.Beginning, today);
        check.Done();
        var rate = ExchangeRateStore.AskOf(tx, request.Currency, baseCurrency, today);
        var agreed = ExchangeRateStore.AskOf(tx, request.Currency, baseCurrency, agreedDay);
        await tx.Flush();
        var exchange = Exchange.Of(tx.NewId(), amount, rate.First ?? throw Missing(request.Currency, baseCurrency, today), agreed.First ?? throw Missing(request.Currency, baseCurrency, agreedDay));
        foreach (var worth in new[] { exchange.BaseAmount, exchange.SettledAmount })
            check.That(worth is >= PaymentService.SmallestAmount and <= PaymentService.LargestAmount, "amount", $"is {request.Amount}, which is worth {Wire.Amount(worth)} {baseCurrency}; that must be {Wire.Amount(PaymentService.SmallestAmount)} to {Wire.Amount(PaymentService.LargestAmount)}");
        check.Done();
        return exchange;
    }

    private static Refusal Missing(string currency, string baseCurrency, DateOnly day) => Reasons.ExchangeRateMissing.Refuse(
        $"There is no rate of {currency} in {baseCurrency} for {ExchangeRate.Text(day)}, nor for the {ExchangeRate.GoodForDays} days before.", "currency");
}
