using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Corrections;

internal sealed partial class RateCorrectionService
{
    public override Task<RateCorrection> GetRateCorrection(GetRateCorrectionRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("rate_correction_id", request.RateCorrectionId);
        check.Done();
        return db.Read(context, async tx => await CorrectionStore.Read(tx, id) ?? throw Reasons.RateCorrectionNotFound.Refuse($"There is no correction {id}."));
    }
}
