using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Directory;

internal sealed partial class TenantDirectoryService
{
    private const int MostOfPage = 1000;

    public override Task<ListTenantAccessResponse> ListTenantAccess(ListTenantAccessRequest request, ServerCallContext context)
    {
        var check = new Check();
        check.That(request.PageSize is >= 0 and <= MostOfPage, "page_size", $"must be between 1 and {MostOfPage}");
        check.Done();
        var (cursor, size) = (ChangeCursor.Read<Guid>(request.PageToken), request.PageSize == 0 ? MostOfPage : request.PageSize);

        return db.Through(context, Door.Gateway, async tx =>
        {
            // In this order: what commits between the two questions is answered now, and again by the next pass.
            var oldest = tx.Ask<long>($"select pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
            var rows = await tx.All<TenantAccessRow>($"""
                select tenant_id, slug, status, settings, cors_origins, changed_by::text::bigint as changed_by
                from tenants
                where (changed_by, tenant_id) > (
                    case when {cursor.Start} > pg_snapshot_xmax(pg_current_snapshot())::text::bigint then '0' else {cursor.Writer}::text::xid8 end, {cursor.Key})
                    and status <> 'PROVISIONING'
                order by changed_by, tenant_id limit {size}
                """);
            var last = rows.Count == size ? rows[^1] : null;
            return new ListTenantAccessResponse
            {
                Tenants = { rows.Select(row => row.ToMessage()) },
                NextPageToken = (last is null ? cursor.AfterAll(oldest.First) : cursor.After(last.ChangedBy, last.TenantId, oldest.First)).ToToken(),
                HasMore = last is not null,
            };
        });
    }
}
