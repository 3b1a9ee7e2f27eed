using FactoryFlow.Platform.Data;

namespace FactoryFlow.Tenancy.Audit;

/// <summary>Who did what, wherever it was written down: each RPC is in the file of its name.</summary>
internal sealed partial class AuditService(TenantDb db, AuditReader reader) : V1.AuditService.AuditServiceBase;
