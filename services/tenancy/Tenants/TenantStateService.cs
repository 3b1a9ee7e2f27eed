using FactoryFlow.Platform.Data;

namespace FactoryFlow.Tenancy.Tenants;

/// <summary>What other services keep a copy of: each RPC is in the file of its name.</summary>
internal sealed partial class TenantStateService(TenantDb db) : V1.TenantStateService.TenantStateServiceBase;
