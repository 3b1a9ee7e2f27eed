using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Definitions;

internal sealed partial class DefinitionService
{
    public override Task<ListDefinitionsResponse> ListDefinitions(ListDefinitionsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        var status = check.Choice("status", request.Status);
        check.Done();
        var after = PageToken.Key(request.PageToken) ?? "";
        return db.Read(context, async tx =>
        {
            var found = await tx.All<DefinitionRow>($"""
                select d.id, d.name, d.latest_version, d.active_version, v.version, v.status, '' as document, v.create_time, v.publish_time
                from definitions d join definition_versions v on v.tenant_id = d.tenant_id and v.definition_id = d.id and v.version = d.latest_version
                where d.tenant_id = {tx.TenantId} and d.name > {after} and ({status}::text is null or v.status = {status}::text)
                order by d.name limit {size + 1}
                """);
            var response = new ListDefinitionsResponse { NextPageToken = found.Count > size ? PageToken.After(found[size - 1].Name) : "" };
            response.Definitions.AddRange(found.Take(size).Select(d => d.ToSummary()));
            return response;
        });
    }
}
