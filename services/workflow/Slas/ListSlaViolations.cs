using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Slas;

internal sealed partial class SlaService
{
    private const int LongestState = 64;

    public override Task<ListSlaViolationsResponse> ListSlaViolations(ListSlaViolationsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        Guid? definition = request.DefinitionId.Length > 0 ? check.Id("definition_id", request.DefinitionId) : null;
        Guid? instance = request.InstanceId.Length > 0 ? check.Id("instance_id", request.InstanceId) : null;
        var state = check.Text("state", request.State, 0, LongestState);
        check.Done();
        var before = PageToken.Id(request.PageToken);
        return db.Read(context, async tx =>
        {
            var definitionThere = tx.Ask<int>($"select 1 from definitions where tenant_id = {tx.TenantId} and id = {definition}::uuid");
            var instanceThere = tx.Ask<int>($"select 1 from instances where tenant_id = {tx.TenantId} and id = {instance}::uuid");
            var found = await tx.All<SlaViolationRow>($"""
                select v.id, v.instance_id, v.definition_id, d.name as definition_name, i.definition_version, i.business_key, v.state, v.due_time, v.create_time, v.end_time
                from sla_violations v
                join instances i on i.tenant_id = v.tenant_id and i.id = v.instance_id
                join definitions d on d.tenant_id = v.tenant_id and d.id = v.definition_id
                where v.tenant_id = {tx.TenantId} and ({before}::uuid is null or v.id < {before}::uuid) and ({definition}::uuid is null or v.definition_id = {definition}::uuid)
                    and ({instance}::uuid is null or v.instance_id = {instance}::uuid) and ({state} = '' or v.state = {state}) and (not {request.IsOpen} or v.end_time is null)
                order by v.id desc limit {size + 1}
                """);
            if (definition is { } d && definitionThere.Rows.Count == 0) throw DefinitionStore.NotFound(d);
            if (instance is { } i && instanceThere.Rows.Count == 0) throw InstanceStore.NotFound(i);
            var response = new ListSlaViolationsResponse { NextPageToken = found.Count > size ? PageToken.After(found[size - 1].Id.ToString()) : "" };
            response.Violations.AddRange(found.Take(size).Select(v => v.ToMessage()));
            return response;
        });
    }
}
