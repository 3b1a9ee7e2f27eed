using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>The RPCs on workflow definitions, one file each.</summary>
internal sealed partial class DefinitionService(TenantDb db) : V1.DefinitionService.DefinitionServiceBase;
