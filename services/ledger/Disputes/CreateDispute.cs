using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Disputes;

internal sealed partial class DisputeService
{
    public override Task<Dispute> CreateDispute(CreateDisputeRequest request, ServerCallContext context)
    {
        var check = new Check();
        var entryId = check.Id("entry_id", request.EntryId);
        var workerId = check.Id("worker_id", request.WorkerId);
        var message = Message(check, request.Message);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            await DisputeStore.RequireLines(tx, workerId, [entryId], _ => "entry_id");
            var id = tx.NewId();
            DisputeStore.Create(tx, id, entryId, workerId, message, context.Caller().Subject);
            var dispute = await DisputeStore.Read(tx, id);
            tx.Audit("dispute.opened", "dispute", id, Changes.Between(null, dispute));
            return dispute;
        });
    }
}
