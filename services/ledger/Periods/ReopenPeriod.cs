using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Periods;

internal sealed partial class PeriodService
{
    private const int LongestReason = 500;

    public override async Task<V1.Period> ReopenPeriod(ReopenPeriodRequest request, ServerCallContext context)
    {
        var check = new Check();
        var reason = check.Text("reason", request.Reason, 1, LongestReason);
        var period = await Named(request.Period, check, context);
        RequirePerson(context, period);
        return await db.Write(context, request, async tx =>
        {
            PeriodStore.Lock(tx);
            var books = await PeriodStore.Look(tx, period);
            books.RequireLastClosed();
            PeriodStore.Request(tx, period, books.Seals[^1].Number, context.Caller().Subject, reason);
            var requested = (await PeriodStore.Look(tx, period)).ToMessage();
            await PeriodStore.Audit(tx, "period.reopening_requested", period, books.ToMessage(), requested);
            return requested;
        });
    }
}
