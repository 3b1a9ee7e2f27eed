using System.Globalization;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.ExchangeRates;

/// <summary>A version of what a unit of a currency was worth on a day, in the tenant's own currency.</summary>
internal sealed record ExchangeRate(
    Guid Id, string Currency, string BaseCurrency, string Day, int Version, decimal Rate, string Source, string Reason, DateTimeOffset CreateTime)
{
    public const decimal Smallest = 0.0000000001m;
    public const decimal Largest = 1_000_000_000m;

    /// <summary>How many days the rate of a day stands in for later ones that have none: weekends and holidays are bridged, and nothing that is worth asking about.</summary>
    public const int GoodForDays = 7;

    /// <summary>The first day that has rates.</summary>
    public static readonly DateOnly Beginning = new(2000, 1, 1);

    /// <summary>The day of an instant, in UTC as the books are.</summary>
    public static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    /// <summary>A day as it is written.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A rate as it is written, with its ten decimals.</summary>
    public static string Text(decimal rate) => rate.ToString("0.0000000000", CultureInfo.InvariantCulture);

    public V1.ExchangeRate ToMessage() => new()
    {
        Id = Id.ToString(),
        Currency = Currency,
        BaseCurrency = BaseCurrency,
        Date = Day,
        Rate = Text(Rate),
        Version = Version,
        Source = Source,
        Reason = Reason,
        CreateTime = Wire.Time(CreateTime),
    };
}
