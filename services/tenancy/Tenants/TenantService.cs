using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Tenancy.Tenants;

/// <summary>Tenants: each RPC is in the file of its name.</summary>
internal sealed partial class TenantService(TenantDb db, OwnerService.OwnerServiceClient owners, TimeProvider clock, ILogger<TenantService> log)
    : V1.TenantService.TenantServiceBase;
