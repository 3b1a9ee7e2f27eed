using FactoryFlow.Identity.Clients;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Me;

/// <summary>The RPCs on the caller, one file each.</summary>
internal sealed partial class MeService(TenantDb db, TenantClient tenants) : V1.MeService.MeServiceBase;
