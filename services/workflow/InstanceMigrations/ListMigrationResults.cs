using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.InstanceMigrations;

internal sealed partial class MigrationService
{
    public override Task<ListMigrationResultsResponse> ListMigrationResults(ListMigrationResultsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("migration_id", request.MigrationId);
        var size = check.PageSize(request.PageSize);
        var outcome = check.Choice("outcome", request.Outcome);
        check.Done();
        var after = PageToken.Id(request.PageToken) ?? Guid.Empty;
        return db.Read(context, async tx =>
        {
            var isThere = tx.Ask<int>($"select 1 from migrations where tenant_id = {tx.TenantId} and id = {id}");
            var found = tx.Ask<ResultRow>($"""
                select r.instance_id, i.business_key, r.outcome, r.from_version, r.from_states, r.to_states, r.hindrance, r.message, r.end_time
                from migration_results r join instances i on i.tenant_id = r.tenant_id and i.id = r.instance_id
                where r.tenant_id = {tx.TenantId} and r.migration_id = {id} and r.instance_id > {after} and ({outcome}::text is null or r.outcome = {outcome}::text)
                order by r.instance_id limit {size + 1}
                """);
            await tx.Flush();
            if (isThere.Rows.Count == 0) throw MigrationStore.NotFound(id);
            var response = new ListMigrationResultsResponse { NextPageToken = found.Rows.Count > size ? PageToken.After(found.Rows[size - 1].InstanceId.ToString()) : "" };
            response.Results.AddRange(found.Rows.Take(size).Select(r => r.ToMessage()));
            return response;
        });
    }
}
