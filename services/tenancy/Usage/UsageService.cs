using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Tenancy.Usage;

/// <summary>How much of its plan a tenant uses: each RPC is in the file of its name.</summary>
internal sealed partial class UsageService(TenantDb db, UsageReader usage) : V1.UsageService.UsageServiceBase
{
    private static Refusal NotFound(Guid tenant) => Reasons.TenantNotFound.Refuse($"There is no tenant {tenant}.", "tenant_id");
}
