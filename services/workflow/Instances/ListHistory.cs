using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Instances;

internal sealed partial class InstanceService
{
    public override Task<ListHistoryResponse> ListHistory(ListHistoryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("instance_id", request.InstanceId);
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = PageToken.Number(request.PageToken) ?? 0;
        return db.Read(context, async tx =>
        {
            var isThere = tx.Ask<int>($"select 1 from instances where tenant_id = {tx.TenantId} and id = {id}");
            var found = tx.Ask<HistoryRow>($"""
                select sequence, time, type, transition, from_state, to_state, actor_id, reason, metadata::text, transition_key, details::text
                from history where tenant_id = {tx.TenantId} and instance_id = {id} and sequence > {after} order by sequence limit {size + 1}
                """);
            await tx.Flush();
            if (isThere.Rows.Count == 0) throw InstanceStore.NotFound(id);
            var response = new ListHistoryResponse { NextPageToken = found.Rows.Count > size ? PageToken.After(found.Rows[size - 1].Sequence) : "" };
            response.Entries.AddRange(found.Rows.Take(size).Select(e => e.ToMessage()));
            return response;
        });
    }
}
