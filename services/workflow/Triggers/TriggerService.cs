using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Triggers;

/// <summary>The RPCs on triggers, one file each.</summary>
internal sealed partial class TriggerService(TenantDb db) : V1.TriggerService.TriggerServiceBase;
