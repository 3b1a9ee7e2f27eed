using FactoryFlow.Ledger.Reconciliation;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Periods;

/// <summary>The RPCs on periods, one file each.</summary>
internal sealed partial class PeriodService(TenantDb db, Comparing comparing) : V1.PeriodService.PeriodServiceBase
{
    // The period that a request names; it must have begun.
    private async Task<Period> Named(string name, Check check, ServerCallContext context)
    {
        var period = Period.Parse(name);
        check.That(period is not null, "period", "is not a month such as \"2026-11\"");
        check.Done();
        return period!.Value.Start <= await db.Now(context) ? period.Value : throw Reasons.PeriodNotFound.Refuse($"The period {name} has not begun.");
    }

    // Two must agree: a key is in the hands of whoever made it, who would agree with themselves.
    private static void RequirePerson(ServerCallContext context, Period period)
    {
        if (context.Caller().IsProgram)
            throw Reasons.PersonRequired.Refuse($"A program neither asks for {period.Name} to be opened again nor approves it, with whatever key: one person asks and another approves.");
    }

    // What of its work production has and the ledger has not, asked before anything is locked: what comes in between comes late.
    private async Task<IReadOnlyList<PeriodBlocker>> Undelivered(ServerCallContext context, Period period)
    {
        var (notCredited, underway) = await comparing.LookThrough(context, context.Caller().TenantId, period.Start, period.End);
        var blockers = new List<PeriodBlocker>();
        if (underway > 0)
            blockers.Add(new PeriodBlocker { Kind = PeriodBlocker.Types.Kind.UndeliveredEvents, Count = underway, Message = $"Facts of {underway} reports are on their way: look again in a few seconds." });
        if (notCredited.Count > 0)
            blockers.Add(new PeriodBlocker
            {
                Kind = PeriodBlocker.Types.Kind.WagesNotCredited,
                Count = notCredited.Count,
                Message = $"{notCredited.Count} reports of work are not credited as they were reported: repair the wages of the period.",
                Examples = { notCredited.Take(PeriodStore.MostExamples) },
            });
        return blockers;
    }
}
