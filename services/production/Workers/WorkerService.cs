using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;

namespace FactoryFlow.Production.Workers;

/// <summary>The RPCs on workers, one file each.</summary>
internal sealed partial class WorkerService(TenantDb db, Limits limits, UserLinks links) : V1.WorkerService.WorkerServiceBase;
