using FactoryFlow.Platform.Data;

namespace FactoryFlow.Tenancy.Directory;

/// <summary>What the gateway knows of tenants: each RPC is in the file of its name.</summary>
internal sealed partial class TenantDirectoryService(TenantDb db) : V1.TenantDirectoryService.TenantDirectoryServiceBase;
