using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Platform.Operations;

public sealed partial class OperationsSource
{
    /// <inheritdoc />
    public override Task<ListServiceUndeliverableFactsResponse> ListServiceUndeliverableFacts(ListServiceUndeliverableFactsRequest request, ServerCallContext context)
    {
        var filter = UndeliverableFactFilter.Of(request.Request ?? new ListUndeliverableFactsRequest());
        return _db.Through(context, Door.Operations, async tx =>
        {
            var rows = UndeliverableFactStore.AskNewest(tx, filter.State, filter.Tenant, filter.Queue, filter.Before, filter.PageSize + 1);
            await tx.Flush();
            return new ListServiceUndeliverableFactsResponse { UndeliverableFacts = { rows.Rows.Select(row => row.ToMessage(_settings.Service)) } };
        });
    }
}
