using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Entries;

/// <summary>What an entry comes from, kept with it so that it can be explained and computed again. What does not apply is null.</summary>
internal sealed record EntryDetails
{
    public Guid? JobId { get; init; }

    public int? JobNumber { get; init; }

    public Guid? StepId { get; init; }

    public string? StepName { get; init; }

    public Guid? ArticleId { get; init; }

    /// <summary>The report of work; null where work was reported before there were reports.</summary>
    public Guid? ReportId { get; init; }

    /// <summary>The good pieces of the report.</summary>
    public int? Quantity { get; init; }

    public decimal? Rate { get; init; }

    public Guid? RateVersionId { get; init; }

    /// <summary>WEIGHT, PIECES or HOURS, where a wage was shared.</summary>
    public string? Basis { get; init; }

    /// <summary>Everybody's part of a shared wage, in the order that counts where remainders are equal.</summary>
    public IReadOnlyList<SharePart>? Shares { get; init; }

    public Guid? PaymentId { get; init; }

    /// <summary>The rate of the payment's day, where it was made in another currency.</summary>
    public decimal? ExchangeRate { get; init; }

    public Guid? ExchangeRateId { get; init; }

    /// <summary>The rate of the day at which its amount was agreed on, where that is another one.</summary>
    public decimal? AgreedRate { get; init; }

    public Guid? AgreedRateId { get; init; }

    /// <summary>The amount that a person entered, above zero.</summary>
    public decimal? EnteredAmount { get; init; }

    /// <summary>What an entry comes from, as it is shown.</summary>
    public EntrySource ToSource(string currency) => new()
    {
        JobId = JobId?.ToString() ?? "",
        JobNumber = JobNumber ?? 0,
        StepId = StepId?.ToString() ?? "",
        StepName = StepName ?? "",
        Quantity = Quantity ?? 0,
        Rate = Wire.Money(Rate, currency),
        RateVersionId = RateVersionId?.ToString() ?? "",
        PaymentId = PaymentId?.ToString() ?? "",
        ExchangeRate = ExchangeRate is { } rate ? ExchangeRates.ExchangeRate.Text(rate) : "",
        ExchangeRateId = ExchangeRateId?.ToString() ?? "",
        AgreedRate = AgreedRate is { } agreed ? ExchangeRates.ExchangeRate.Text(agreed) : "",
        AgreedRateId = AgreedRateId?.ToString() ?? "",
    };
}

/// <summary>How much of a shared wage's basis was one worker's.</summary>
internal sealed record SharePart(Guid WorkerId, decimal Part);
