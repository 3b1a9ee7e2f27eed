using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.InstanceMigrations;

internal sealed partial class MigrationService
{
    public override Task<Migration> GetMigration(GetMigrationRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("migration_id", request.MigrationId);
        check.Done();
        return db.Read(context, async tx => (await MigrationStore.Read(tx, id)).ToMessage());
    }
}
