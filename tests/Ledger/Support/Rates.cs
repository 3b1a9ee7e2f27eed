using FactoryFlow.Ledger.V1;
using FactoryFlow.Testing;
using ExchangeRate = FactoryFlow.Ledger.ExchangeRates.ExchangeRate;

namespace FactoryFlow.Ledger.Tests.Support;

/// <summary>Exchange rates as tests enter them.</summary>
internal static class Rates
{
    /// <summary>Enters a rate, of today unless a day is named.</summary>
    public static Task<V1.ExchangeRate> EnterRate(this World world, Guid tenant, string currency, string rate, string? date = null, string reason = "", string? key = null) =>
        world.ExchangeRates.CreateExchangeRate(
            new CreateExchangeRateRequest { Currency = currency, Date = date ?? Today(), Rate = rate, Source = "ECB", Reason = reason }, TestCall.Of(tenant, key)).InTime();

    /// <summary>Today or another day, counted from it.</summary>
    public static string Today(int days = 0) => ExchangeRate.Text(ExchangeRate.DayOf(DateTimeOffset.UtcNow).AddDays(days));
}
