using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Periods;

internal sealed partial class PeriodService
{
    public override async Task<PreviewClosePeriodResponse> PreviewClosePeriod(PreviewClosePeriodRequest request, ServerCallContext context)
    {
        var period = await Named(request.Period, new Check(), context);
        var undelivered = await Undelivered(context, period);
        return await db.Read(context, async tx =>
        {
            var books = await PeriodStore.Look(tx, period);
            books.RequireOpen();
            var response = new PreviewClosePeriodResponse { Blockers = { books.Blockers(tx.Now), await PeriodStore.Blockers(tx, period), undelivered } };
            response.Totals.AddRange((await PeriodStore.Totals(tx, period)).Select(t => t.ToMessage()));
            return response;
        });
    }
}
