using FactoryFlow.Identity.Clients;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Me;

/// <summary>The RPC on the caller.</summary>
internal sealed partial class MeService(TenantDb db, TenantClient tenants) : V1.MeService.MeServiceBase;
