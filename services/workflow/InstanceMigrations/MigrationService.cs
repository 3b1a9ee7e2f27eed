using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;

namespace FactoryFlow.Workflow.InstanceMigrations;

/// <summary>The RPCs on what takes instances to other versions, one file each.</summary>
internal sealed partial class MigrationService(TenantDb db, DefinitionCache definitions, Carrying carrying) : V1.MigrationService.MigrationServiceBase;
