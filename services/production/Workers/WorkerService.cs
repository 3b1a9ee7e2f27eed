using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Workers;

/// <summary>The RPCs on workers, one file each.</summary>
internal sealed partial class WorkerService(TenantDb db) : V1.WorkerService.WorkerServiceBase;
