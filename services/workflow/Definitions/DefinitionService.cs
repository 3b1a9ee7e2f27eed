using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Activities;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>The RPCs on workflow definitions, one file each.</summary>
internal sealed partial class DefinitionService(TenantDb db, ActivityEnvironment environment) : V1.DefinitionService.DefinitionServiceBase;
