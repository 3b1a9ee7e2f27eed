using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Periods;

internal sealed partial class PeriodService
{
    public override async Task<V1.Period> GetPeriod(GetPeriodRequest request, ServerCallContext context)
    {
        var period = await Named(request.Period, new Check(), context);
        return await db.Read(context, async tx => (await PeriodStore.Look(tx, period)).ToMessage());
    }
}
