using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Tenancy.TenantConfigs;

/// <summary>Tenants' configurations: each RPC is in the file of its name.</summary>
internal sealed partial class TenantConfigService(TenantDb db) : V1.TenantConfigService.TenantConfigServiceBase
{
    /// <summary>The tenant that a call is about: a platform administrator names it, everybody else means their own.</summary>
    private static Guid TenantOf(Caller caller, string named, Check check)
    {
        if (caller.Kind != Kind.Platform && named.Length == 0) return caller.TenantId;
        return check.Id("tenant_id", named);
    }

    private static void RequireOwn(Caller caller, Guid tenant)
    {
        if (caller.Kind != Kind.Platform && tenant != caller.TenantId) throw NotFound(tenant);
    }

    private static Refusal NotFound(Guid tenant) => Reasons.TenantNotFound.Refuse($"There is no tenant {tenant}.", "tenant_id");
}
