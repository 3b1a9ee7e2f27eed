using System.Globalization;
using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using ExchangeRate = FactoryFlow.Ledger.ExchangeRates.ExchangeRate;

namespace FactoryFlow.Ledger.Payments;

/// <summary>
/// What a payment in another currency comes to in the account's own, the base: what it is worth by the rate of its day, and what it settles,
/// which is what it was worth by the rate of the day at which it was agreed on.
/// </summary>
internal sealed record Exchange(
    Guid PaymentId, string Currency, string BaseCurrency, decimal Amount, Guid RateId, string RateDay, decimal Rate, Guid AgreedRateId, string AgreedDay, decimal AgreedRate,
    decimal BaseAmount, decimal SettledAmount)
{
    private const int Decimals = 4;

    /// <summary>What is paid beyond what is settled: above zero a loss, below a gain.</summary>
    public decimal Difference => BaseAmount - SettledAmount;

    /// <summary>Whether another rate than that of the payment's day was agreed on.</summary>
    public bool IsAgreed => AgreedRateId != RateId;

    /// <summary>What a payment comes to.</summary>
    public static Exchange Of(Guid paymentId, decimal amount, ExchangeRate rate, ExchangeRate agreed) => new Exchange(
        paymentId, rate.Currency, rate.BaseCurrency, amount, rate.Id, rate.Day, rate.Rate, agreed.Id, agreed.Day, agreed.Rate, 0m, 0m).Computed();

    /// <summary>The same with its amounts computed anew.</summary>
    public Exchange Computed() => this with { BaseAmount = Rounded(Amount * Rate), SettledAmount = Rounded(Amount * AgreedRate) };

    /// <summary>The lines of its entry: they sum to zero in the base, and in what was paid.</summary>
    public PostingLine[] Lines(Guid workerId)
    {
        PostingLine worker = new(Account.WorkerPayable, workerId, BaseCurrency, -SettledAmount, Currency, -Amount);
        PostingLine cash = new(Account.Cash, null, BaseCurrency, BaseAmount, Currency, Amount);
        return Difference == 0m ? [worker, cash] : [worker, cash, new(Difference > 0m ? Account.ExchangeLoss : Account.ExchangeGain, null, BaseCurrency, -Difference, Currency, 0m)];
    }

    /// <summary>The same for a person to read, and for the hashes that cover what an entry says.</summary>
    public string Text() => FormattableString.Invariant($"{Amount:0.####} {Currency} at {ExchangeRate.Text(Rate)}{(IsAgreed ? $", agreed at {ExchangeRate.Text(AgreedRate)}" : "")}");

    public PaymentExchange ToMessage() => new()
    {
        Rate = ExchangeRate.Text(Rate),
        RateId = RateId.ToString(),
        RateDate = RateDay,
        AgreedRate = ExchangeRate.Text(AgreedRate),
        AgreedRateId = AgreedRateId.ToString(),
        AgreedRateDate = AgreedDay,
        SettledAmount = Wire.Money(SettledAmount, BaseCurrency),
        Difference = Wire.Money(Difference, BaseCurrency),
        BaseRounding = Fine(BaseAmount - (Amount * Rate)),
        SettledRounding = Fine(SettledAmount - (Amount * AgreedRate)),
    };

    // Half to even: of many payments, none of the two sides gains by it.
    private static decimal Rounded(decimal exact) => decimal.Round(exact, Decimals, MidpointRounding.ToEven);

    private static string Fine(decimal rounding) => rounding.ToString("0.00000000000000", CultureInfo.InvariantCulture);
}
