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
        return await db.Through(context, Door.PlatformAdministration, async tx =>
        {
            tx.Audit("tenant.listed", "tenant", Guid.Empty);
            var found = await tx.All<Key>($"select tenant_id, slug from tenants where slug > {after} order by slug limit {size + 1}");
            var tenants = TenantStore.Ask(tx, [.. found.Take(size).Select(key => key.TenantId)]);
            await tx.Flush();
            return new ListTenantsResponse
            {
                Tenants = { tenants.Rows.Select(row => row.ToMessage()) },
                // A reservation may be given up between the two questions: the page ends where its keys end.
                NextPageToken = found.Count > size ? PageToken.After(found[size - 1].Slug) : "",
            };
        });
    }

    private sealed record Key(Guid TenantId, string Slug);
}
