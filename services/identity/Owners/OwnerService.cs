using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Owners;

/// <summary>The RPCs on tenants' owners, one file each.</summary>
internal sealed partial class OwnerService(TenantDb db, HashingQueue hashing) : V1.OwnerService.OwnerServiceBase;
