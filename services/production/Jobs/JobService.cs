using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Jobs;

/// <summary>The RPCs on jobs and their steps, one file each.</summary>
internal sealed partial class JobService(TenantDb db, TenantConfigs configs) : V1.JobService.JobServiceBase;
