using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Platform.Audit;

/// <summary>Answers what this service wrote down of who did what.</summary>
internal sealed class AuditSource(TenantDb db) : AuditSourceService.AuditSourceServiceBase
{
    public override Task<ListServiceAuditEntriesResponse> ListServiceAuditEntries(ListServiceAuditEntriesRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = check.Id("tenant_id", request.TenantId);
        var filter = AuditFilter.Of(check, request.Filter ?? new ListAuditEntriesRequest());
        check.Done();
        var caller = context.Caller();
        if (caller.Kind != Access.Types.Kind.Platform && caller.TenantId != tenant)
            throw CommonReasons.PermissionMissing.Refuse("Only the platform may ask about another tenant.");
        return db.Read(context, tenant, async tx => new ListServiceAuditEntriesResponse { AuditEntries = { await AuditEntries.Read(tx, filter) } });
    }
}
