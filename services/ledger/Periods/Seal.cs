using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Periods;

/// <summary>
/// What a period came to when it was closed. The hash covers the totals and the seal of the period before, so that no sealed figure
/// can be changed without every later seal saying so. docs/periods.md tells others how to compute it.
/// </summary>
internal sealed record Seal(string Period, int Number, byte[] PreviousHash, byte[] Hash, IReadOnlyList<TotalRow> Totals)
{
    private const string Version = "factoryflow-period-1";

    /// <summary>The seal of a period with these totals, by currency and account.</summary>
    /// <param name="period">The period.</param>
    /// <param name="number">How often it is sealed with this time.</param>
    /// <param name="previous">The hash of the seal of the period before; null where there is none.</param>
    /// <param name="totals">What each account came to.</param>
    public static Seal Of(Period period, int number, byte[]? previous, IReadOnlyList<TotalRow> totals)
    {
        var before = previous ?? LineHash.Start;
        string[] head = [Version, LineHash.Hex(before), period.Name, number.ToString(System.Globalization.CultureInfo.InvariantCulture), LineHash.Time(period.Start), LineHash.Time(period.End)];
        var lines = totals.Select(t => string.Join(' ', t.Currency, t.Account, Wire.Amount(t.Opening), Wire.Amount(t.Movement), Wire.Amount(t.Closing)));
        return new Seal(period.Name, number, before, LineHash.Of([.. head, .. lines]), totals);
    }
}
