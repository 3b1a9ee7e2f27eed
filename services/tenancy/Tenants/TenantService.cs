using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.Openings;

namespace FactoryFlow.Tenancy.Tenants;

/// <summary>Tenants: each RPC is in the file of its name.</summary>
internal sealed partial class TenantService(
    TenantDb db, OwnerService.OwnerServiceClient owners, OpeningSettings openings, OpeningOutcome outcome, ReservedSlugs reservedSlugs, TimeProvider clock)
    : V1.TenantService.TenantServiceBase;
