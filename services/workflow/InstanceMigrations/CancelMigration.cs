using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.InstanceMigrations;

internal sealed partial class MigrationService
{
    public override Task<Migration> CancelMigration(CancelMigrationRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("migration_id", request.MigrationId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            tx.Ask<int>($"select 1 from migrations where tenant_id = {tx.TenantId} and id = {id} for no key update");
            var before = await MigrationStore.Read(tx, id);
            if (!before.IsRunning) throw Reasons.MigrationEnded.Refuse(before.CancelTime is null ? "Every instance had its turn." : "The migration was cancelled before.");
            MigrationStore.Cancel(tx, id);
            var after = await MigrationStore.Read(tx, id);
            tx.Audit("workflow_migration.cancelled", "workflow_migration", id, Changes.Between(before.ToMessage(), after.ToMessage()));
            return after.ToMessage();
        });
    }
}
