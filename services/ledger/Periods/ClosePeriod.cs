using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Periods;

internal sealed partial class PeriodService
{
    public override async Task<V1.Period> ClosePeriod(ClosePeriodRequest request, ServerCallContext context)
    {
        var period = await Named(request.Period, new Check(), context);
        if (await db.FindAnswer<V1.Period>(context, request) is { } before) return before;
        var undelivered = await Undelivered(context, period);
        return await db.Write(context, request, async tx =>
        {
            PeriodStore.Lock(tx);
            var books = await PeriodStore.Look(tx, period);
            books.RequireOpen();
            List<PeriodBlocker> blockers = [.. books.Blockers(tx.Now), .. await PeriodStore.Blockers(tx, period), .. undelivered];
            if (blockers.Count > 0) throw Reasons.PeriodBlocked.Refuse($"The period {period.Name} cannot be closed. {string.Join(' ', blockers.Select(b => b.Message))}");

            var previous = PeriodStore.AskPreviousHash(tx, period);
            var totals = await PeriodStore.Totals(tx, period);
            PeriodStore.Close(tx, period, Seal.Of(period, books.Seals.Count + 1, previous.First, totals), context.Caller().Subject);
            var closed = (await PeriodStore.Look(tx, period)).ToMessage();
            await PeriodStore.Audit(tx, "period.closed", period, books.ToMessage(), closed);
            return closed;
        });
    }
}
