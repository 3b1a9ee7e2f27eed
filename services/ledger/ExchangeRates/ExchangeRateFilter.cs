using System.Globalization;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Ledger.ExchangeRates;

/// <summary>Which rates are asked for.</summary>
/// <param name="Currency">Whose; null for every currency.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
internal readonly record struct ExchangeRateFilter(string? Currency, DateOnly From, DateOnly To);

/// <summary>The place of a rate in a list: those behind it are of an earlier day, or of the same and an earlier currency, or an older version.</summary>
internal readonly record struct ExchangeRatePlace(DateOnly Day, string Currency, int Version)
{
    /// <summary>Before every rate.</summary>
    public static readonly ExchangeRatePlace Top = new(DateOnly.MaxValue, "", 0);

    /// <summary>The page token behind a rate.</summary>
    public static string TokenAfter(ExchangeRate rate) => PageToken.After(string.Create(CultureInfo.InvariantCulture, $"{rate.Day}.{rate.Currency}.{rate.Version}"));

    /// <summary>The place that a page token names.</summary>
    /// <exception cref="Refusal">PAGE_TOKEN_INVALID.</exception>
    public static ExchangeRatePlace Of(string token)
    {
        if (PageToken.Key(token) is not { } key) return Top;
        return key.Split('.') is [var dayText, { Length: 3 } currency, var versionText]
            && DateOnly.TryParseExact(dayText, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && int.TryParse(versionText, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new ExchangeRatePlace(day, currency, version)
            : throw CommonReasons.PageTokenInvalid.Refuse("This page token is not one that the list gave out. Start again without it.", "page_token");
    }
}
