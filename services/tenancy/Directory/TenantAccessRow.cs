using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Directory;

/// <summary>What the gateway knows of a tenant, and which transaction changed it last.</summary>
internal sealed record TenantAccessRow(Guid TenantId, string Slug, string Status, string Settings, string[] CorsOrigins, long ChangedBy)
{
    public TenantAccess ToMessage() => new()
    {
        TenantId = TenantId.ToString(),
        Slug = Slug,
        Status = EnumText.Parse<Tenant.Types.Status>(Status),
        RateLimits = StoredJson.Read<TenantSettings>(Settings).RateLimits,
        CorsOrigins = { CorsOrigins },
    };
}
