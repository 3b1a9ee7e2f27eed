using System.Text.Json;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Triggers;
using FactoryFlow.Workflow.V1;
using Grpc.Core;
using Status = FactoryFlow.Workflow.V1.Definition.Types.Status;

namespace FactoryFlow.Workflow.Definitions;

internal sealed partial class DefinitionService
{
    public override Task<V1.Definition> PublishDefinition(PublishDefinitionRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("definition_id", request.DefinitionId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var before = await DefinitionStore.Lock(tx, id);
            if (before.Status != EnumText.Of(Status.Draft))
                throw Reasons.DefinitionNotDraft.Refuse($"The newest version of {before.Name}, {before.Version}, is {before.Status}; add a version to change it.");
            // Rules may have become stricter since it was saved.
            var faults = new Faults();
            var definition = DefinitionReader.Read(JsonNodes.Read(JsonElement.Parse(before.Document), Place.Root), faults);
            foreach (var fault in faults.All) check.Fault("definition_id", $"{fault.Message} (at {fault.Place})");
            check.Done();
            Publishing.Require(definition, before.Name, context.Caller());
            if (before.ActiveVersion is { } active) DefinitionStore.SaveStatus(tx, id, active, Status.Archived, null);
            var after = before with { Status = EnumText.Of(Status.Active), ActiveVersion = before.Version, PublishTime = tx.Now };
            DefinitionStore.SaveStatus(tx, id, after.Version, Status.Active, tx.Now);
            DefinitionStore.Save(tx, after);
            await TriggerStore.Activate(tx, after);
            tx.Audit("workflow_definition.published", "workflow_definition", id, Changes.Between(before.ToSummary(), after.ToSummary()));
            return after.ToMessage();
        });
    }
}
