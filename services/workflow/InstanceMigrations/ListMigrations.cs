using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.InstanceMigrations;

internal sealed partial class MigrationService
{
    public override Task<ListMigrationsResponse> ListMigrations(ListMigrationsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        Guid? definition = request.DefinitionId.Length > 0 ? check.Id("definition_id", request.DefinitionId) : null;
        check.Done();
        var before = PageToken.Id(request.PageToken);
        return db.Read(context, async tx =>
        {
            var isThere = tx.Ask<int>($"select 1 from definitions where tenant_id = {tx.TenantId} and id = {definition}::uuid");
            var found = tx.Ask<Guid>($"""
                select id from migrations
                where tenant_id = {tx.TenantId} and ({before}::uuid is null or id < {before}::uuid) and ({definition}::uuid is null or definition_id = {definition}::uuid)
                order by id desc limit {size + 1}
                """);
            await tx.Flush();
            if (definition is { } id && isThere.Rows.Count == 0) throw DefinitionStore.NotFound(id);
            var migrations = MigrationStore.Ask(tx, [.. found.Rows.Take(size)]);
            await tx.Flush();
            var response = new ListMigrationsResponse { NextPageToken = found.Rows.Count > size ? PageToken.After(found.Rows[size - 1].ToString()) : "" };
            response.Migrations.AddRange(migrations.Rows.Select(m => m.ToMessage()));
            return response;
        });
    }
}
