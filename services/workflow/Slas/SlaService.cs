using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Slas;

/// <summary>The RPCs on service levels, one file each.</summary>
internal sealed partial class SlaService(TenantDb db) : V1.SlaService.SlaServiceBase;
