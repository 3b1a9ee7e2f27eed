using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Triggers;
using FactoryFlow.Workflow.V1;
using Grpc.Core;
using Status = FactoryFlow.Workflow.V1.Definition.Types.Status;

namespace FactoryFlow.Workflow.Definitions;

internal sealed partial class DefinitionService
{
    public override Task<V1.Definition> ArchiveDefinition(ArchiveDefinitionRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("definition_id", request.DefinitionId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var before = await DefinitionStore.Lock(tx, id);
            if (before.ActiveVersion is not { } active) throw Reasons.DefinitionNotActive.Refuse($"No version of {before.Name} is active.");
            DefinitionStore.SaveStatus(tx, id, active, Status.Archived, null);
            var after = before with { ActiveVersion = null, Status = before.Version == active ? EnumText.Of(Status.Archived) : before.Status };
            DefinitionStore.Save(tx, after);
            TriggerStore.Deactivate(tx, id);
            tx.Audit("workflow_definition.archived", "workflow_definition", id, Changes.Between(before.ToSummary(), after.ToSummary()));
            return after.ToMessage();
        });
    }
}
