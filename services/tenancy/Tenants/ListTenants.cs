using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Tenants;

internal sealed partial class TenantService
{
    public override async Task<ListTenantsResponse> ListTenants(ListTenantsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = PageToken.Key(request.PageToken) ?? "";
        // One row more than the page shows whether another page follows.
        var rows = await db.Through(context, Door.PlatformAdministration, tx =>
        {
            tx.Audit("tenant.listed", "tenant", Guid.Empty);
            return tx.All<TenantRow>($"""
                select tenant_id, name, slug, plan, currency, status, domain_status, domain, owner_user_id, settings, create_time
                from tenants where slug > {after} order by slug limit {size + 1}
                """);
        });
        return new ListTenantsResponse
        {
            Tenants = { rows.Take(size).Select(row => row.ToWire()) },
            NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Slug) : "",
        };
    }
}
