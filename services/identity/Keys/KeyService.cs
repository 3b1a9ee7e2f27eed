using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Keys;

/// <summary>The RPCs on keys, one file each.</summary>
internal sealed partial class KeyService(TenantDb db, SigningKeys keys, KeyTurns turns) : V1.KeyService.KeyServiceBase;
