using System.Globalization;
using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Entries;

namespace FactoryFlow.Ledger.Wages;

/// <summary>
/// The rule of piecework: a completed paid step earns the rate that was in force times the good pieces. Rates have four decimals
/// and pieces are whole, so the product is exact and nothing is rounded.
/// </summary>
internal static class Wage
{
    /// <summary>What an entry made by this rule is called.</summary>
    public const string Type = "WAGE";

    /// <summary>Where the entry of a step comes from: a step is completed once, so it is credited once.</summary>
    public static string SourceOf(Guid stepId) => $"job-step:{stepId}";

    /// <summary>The posting of a completed step; null when it earns nothing: unpaid, held for want of a rate, or without a good piece.</summary>
    public static Posting? Of(JobStepCompleted step, Guid entryId)
    {
        if (!step.IsPaid || step.Rate is not { } rate || rate * step.GoodQuantity == 0m) return null;
        return new Posting
        {
            EntryId = entryId,
            Type = Type,
            Source = SourceOf(step.StepId),
            WorkerId = step.WorkerId,
            Amount = rate * step.GoodQuantity,
            Currency = step.Currency,
            CounterAccount = "WAGES_EXPENSE",
            EffectiveTime = step.OccurredAt,
            Description = string.Create(CultureInfo.InvariantCulture, $"{step.StepName}, job {step.JobNumber}: {step.GoodQuantity} x {rate:0.0000}"),
            Details = new EntryDetails
            {
                JobId = step.JobId,
                JobNumber = step.JobNumber,
                StepId = step.StepId,
                StepName = step.StepName,
                Quantity = step.GoodQuantity,
                Rate = rate,
                RateVersionId = step.RateVersionId,
            },
        };
    }
}
