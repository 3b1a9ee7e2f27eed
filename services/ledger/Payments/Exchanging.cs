using FactoryFlow.Ledger.ExchangeRates;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using ExchangeRate = FactoryFlow.Ledger.ExchangeRates.ExchangeRate;

namespace FactoryFlow.Ledger.Payments;

/// <summary>
/// Finds what a payment comes to that may be in another currency than the worker's account. Its rates are asked for along with the account's
/// lock, so that nobody waits behind the lock for one more round trip; of the account's own currency there are none.
/// </summary>
internal sealed class Exchanging
{
    private readonly TenantTx _tx;
    private readonly CreatePaymentRequest _request;
    private readonly DateOnly _today;
    private readonly Answer<ExchangeRate> _rate, _agreed;

    private Exchanging(TenantTx tx, CreatePaymentRequest request, Guid workerId)
    {
        (_tx, _request, _today) = (tx, request, ExchangeRate.DayOf(tx.Now));
        _rate = ExchangeRateStore.AskOf(tx, request.Currency, workerId, _today);
        // A day that is none is told when it is known whether there may be one.
        _agreed = request.AgreedRateDate.Length == 0 ? _rate : ExchangeRateStore.AskOf(tx, request.Currency, workerId, AgreedDay(new Check()));
    }

    /// <summary>Asks for the rates of a payment to a worker.</summary>
    public static Exchanging Ask(TenantTx tx, CreatePaymentRequest request, Guid workerId) => new(tx, request, workerId);

    /// <summary>What a payment in another currency comes to; null of one in the account's own.</summary>
    /// <exception cref="Refusal">INVALID_INPUT, EXCHANGE_RATE_MISSING.</exception>
    public Exchange? Of(decimal amount, string baseCurrency)
    {
        var check = new Check();
        if (_request.Currency == baseCurrency)
        {
            check.That(_request.AgreedRateDate.Length == 0, "agreed_rate_date", $"is for other currencies than {baseCurrency}, which the account is kept in");
            check.Done();
            return null;
        }

        var decimals = Currencies.Decimals(_request.Currency);
        check.That(decimals is not null, "currency", "is no active ISO 4217 code such as \"EUR\"");
        check.That(decimals is not { } most || decimal.Round(amount, most) == amount, "amount", $"is {_request.Amount}; ISO 4217 gives {_request.Currency} {decimals} decimals");
        var agreedDay = AgreedDay(check);
        check.Done();
        var exchange = Exchange.Of(_tx.NewId(), amount, _rate.First ?? throw Missing(baseCurrency, _today), _agreed.First ?? throw Missing(baseCurrency, agreedDay));
        foreach (var worth in new[] { exchange.BaseAmount, exchange.SettledAmount })
            check.That(worth is >= PaymentService.SmallestAmount and <= PaymentService.LargestAmount, "amount", $"is {_request.Amount}, which is worth {Wire.Amount(worth)} {baseCurrency}; that must be {Wire.Amount(PaymentService.SmallestAmount)} to {Wire.Amount(PaymentService.LargestAmount)}");
        check.Done();
        return exchange;
    }

    private DateOnly AgreedDay(Check check) => _request.AgreedRateDate.Length == 0 ? _today : check.Day("agreed_rate_date", _request.AgreedRateDate, ExchangeRate.Beginning, _today);

    private Refusal Missing(string baseCurrency, DateOnly day) => Reasons.ExchangeRateMissing.Refuse(
        $"There is no rate of {_request.Currency} in {baseCurrency} for {ExchangeRate.Text(day)}, nor for the {ExchangeRate.GoodForDays} days before.", "currency");
}
