using FactoryFlow.Platform.Audit;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Tenancy.Audit;

internal sealed partial class AuditService
{
    public override async Task<ListAuditEntriesResponse> ListAuditEntries(ListAuditEntriesRequest request, ServerCallContext context)
    {
        var (caller, check) = (context.Caller(), new Check());
        var tenant = request.TenantId.Length == 0 ? caller.TenantId : check.Id("tenant_id", request.TenantId);
        check.That(request.Service.Length == 0 || AuditReader.Services.Contains(request.Service), "service", $"must be one of {string.Join(", ", AuditReader.Services)}");
        var filter = AuditFilter.Of(check, request);
        check.Done();

        if (tenant == caller.TenantId) return await reader.Page(tenant, request, filter, context);
        if (caller.Kind != Kind.Platform || !await IsKnown(context, tenant)) throw Reasons.TenantNotFound.Refuse($"There is no tenant {tenant}.", "tenant_id");
        var page = await reader.Page(tenant, request, filter, context);
        // Whoever looks into a tenant from outside leaves a trace in it.
        return await db.As(context, tenant, tx =>
        {
            tx.Audit("audit_entries.read", "tenant", tenant);
            return Task.FromResult(page);
        });
    }

    // What was done in a tenant outlives it, and one that was never opened.
    private Task<bool> IsKnown(ServerCallContext context, Guid tenant) => db.Read(context, tenant, tx => tx.One<bool>($"""
        select exists (select from tenants where tenant_id = {tx.TenantId}) or exists (select from withdrawn_tenants where tenant_id = {tx.TenantId})
        """));
}
