using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Keys;

/// <summary>The RPCs on keys, one file each.</summary>
internal sealed partial class KeyService(TenantDb db) : V1.KeyService.KeyServiceBase;
