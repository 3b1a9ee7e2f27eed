using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.Domains;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Tenants;

internal sealed partial class TenantService
{
    public override async Task<V1.Tenant> RetryDomain(RetryDomainRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("tenant_id", request.TenantId);
        check.Done();
        await db.Write(context, id, request, async tx =>
        {
            var status = await tx.One<string>($"select status from tenants where tenant_id = {id}") ?? throw Reasons.TenantNotFound.Refuse($"There is no tenant {id}.");
            if (status == "PROVISIONING") throw Reasons.TenantNotOpen.Refuse("The tenant is still being opened; its domain is requested when it is active.");
            DomainRequestStore.Retry(tx);
            tx.Audit("tenant.domain_retried", "tenant", id);
            return new V1.Tenant { Id = request.TenantId };
        });
        return await outcome.Domain(id, context);
    }
}
