using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Payments;

/// <summary>Which payments are asked for; what is null does not matter.</summary>
internal readonly record struct PaymentFilter
{
    /// <summary>After every payment.</summary>
    public static readonly DateTimeOffset End = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public required Guid? WorkerId { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant that is not asked for.</summary>
    public required DateTimeOffset To { get; init; }

    public required bool? IsReversed { get; init; }

    /// <summary>The least id that may be asked for: what was paid earlier, and later, is not read.</summary>
    public Guid FirstId => IdRange.FirstAt(From);

    /// <summary>The first id behind them.</summary>
    public Guid EndId => IdRange.FirstBehind(To);
}
