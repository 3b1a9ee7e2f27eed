using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Disputes;

internal sealed partial class DisputeService
{
    public override Task<ListDisputesResponse> ListDisputes(ListDisputesRequest request, ServerCallContext context)
    {
        var check = new Check();
        Guid? workerId = request.WorkerId.Length == 0 ? null : check.Id("worker_id", request.WorkerId);
        var size = check.PageSize(request.PageSize);
        check.Done();
        var before = PageToken.Id(request.PageToken) ?? Guid.AllBitsSet;
        return db.Read(context, async tx =>
        {
            var disputes = DisputeStore.Ask(tx, workerId, request.OnlyOpen, before, size + 1);
            await tx.Flush();
            var response = new ListDisputesResponse { NextPageToken = disputes.Rows.Count > size ? PageToken.After(disputes.Rows[size - 1].Id.ToString()) : "" };
            response.Disputes.AddRange(disputes.Rows.Take(size).Select(d => d.ToMessage([])));
            return response;
        });
    }
}
