using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Instances;

internal sealed partial class InstanceService
{
    public override Task<ListInstancesResponse> ListInstances(ListInstancesRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        Guid? definition = request.DefinitionId.Length > 0 ? check.Id("definition_id", request.DefinitionId) : null;
        var status = check.Choice("status", request.Status);
        check.Done();
        var before = PageToken.Id(request.PageToken);
        var (state, businessKey) = (OrNull(request.State), OrNull(request.BusinessKey));
        // Said only where it is asked for, so that every plan of it may go by its index.
        return db.Read(context, async tx =>
        {
            Sql known = $"true";
            if (businessKey is not null) known = $"business_key = {businessKey} and business_key <> ''";
            var isThere = tx.Ask<int>($"select 1 from definitions where tenant_id = {tx.TenantId} and id = {definition}::uuid");
            var found = tx.Ask<Guid>($"""
                select id from instances
                where tenant_id = {tx.TenantId} and ({before}::uuid is null or id < {before}::uuid) and ({definition}::uuid is null or definition_id = {definition}::uuid)
                    and ({status}::text is null or status = {status}::text) and ({state}::text is null or {state}::text = any(states))
                    and {known}
                order by id desc limit {size + 1}
                """);
            await tx.Flush();
            if (definition is { } id && isThere.Rows.Count == 0) throw DefinitionStore.NotFound(id);
            var instances = InstanceStore.Ask(tx, [.. found.Rows.Take(size)]);
            await tx.Flush();
            var response = new ListInstancesResponse { NextPageToken = found.Rows.Count > size ? PageToken.After(found.Rows[size - 1].ToString()) : "" };
            response.Instances.AddRange(instances.Rows.Select(i => i.ToMessage()));
            return response;
        });
    }

    private static string? OrNull(string text) => text.Length > 0 ? text : null;
}
