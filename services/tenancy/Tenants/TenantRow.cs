using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Tenants;

/// <summary>The columns of a tenant as the read slices ask for them.</summary>
internal sealed record TenantRow(
    Guid TenantId, string Name, string Slug, string Plan, string Currency, string Status, string? DomainStatus, string? Domain,
    Guid? OwnerUserId, string Settings, DateTimeOffset CreateTime)
{
    public V1.Tenant ToMessage() => new()
    {
        Id = TenantId.ToString(),
        Name = Name,
        Slug = Slug,
        Plan = Plan,
        Currency = Currency,
        Status = EnumText.Parse<V1.Tenant.Types.Status>(Status),
        DomainStatus = DomainStatus is { } status ? EnumText.Parse<Domain.Types.Status>(status) : default,
        Domain = Domain ?? "",
        OwnerUserId = OwnerUserId?.ToString() ?? "",
        Settings = StoredJson.Read<TenantSettings>(Settings),
        CreateTime = Wire.Time(CreateTime),
    };
}
