using FactoryFlow.Platform.Data;
using FactoryFlow.Production.Clients;

namespace FactoryFlow.Production.Jobs;

/// <summary>The RPCs on jobs and their steps, one file each.</summary>
internal sealed partial class JobService(TenantDb db, TenantConfigClient configs) : V1.JobService.JobServiceBase;
