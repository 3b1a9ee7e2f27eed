using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.Tenants;

namespace FactoryFlow.Tenancy.Administration;

/// <summary>The rules of a tenant's life once it is open.</summary>
internal static class TenantLife
{
    private const string Active = "ACTIVE", OnHold = "SUSPENDED", Inactive = "INACTIVE";

    /// <summary>The tenant, cut off for that reason.</summary>
    /// <exception cref="Refusal">TENANT_NOT_ACTIVE.</exception>
    public static TenantRow Suspended(TenantRow tenant, string reason) => tenant.Status == Active
        ? tenant with { Status = OnHold, SuspensionReason = reason }
        : throw Reasons.TenantNotActive.Refuse($"The tenant is {tenant.Status}; only an active one can be suspended.");

    /// <summary>The tenant, back at work.</summary>
    /// <exception cref="Refusal">TENANT_ALREADY_ACTIVE.</exception>
    public static TenantRow Reactivated(TenantRow tenant) => tenant.Status != Active
        ? tenant with { Status = Active, SuspensionReason = null }
        : throw Reasons.TenantAlreadyActive.Refuse("The tenant is active already.");

    /// <summary>The tenant, closed; one that is closed already stays as it is.</summary>
    public static TenantRow Closed(TenantRow tenant) => tenant with { Status = Inactive, SuspensionReason = null };
}
