using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Disputes;

internal sealed partial class DisputeService
{
    public override Task<Dispute> GetDispute(GetDisputeRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("dispute_id", request.DisputeId);
        check.Done();
        return db.Read(context, tx => DisputeStore.Read(tx, id));
    }
}
