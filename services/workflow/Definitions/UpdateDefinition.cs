using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Definitions;

internal sealed partial class DefinitionService
{
    public override Task<V1.Definition> UpdateDefinition(UpdateDefinitionRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("definition_id", request.DefinitionId);
        var input = DefinitionInput.Read(request.Definition, request.Yaml, environment);
        var name = check.Text("name", request.Name.Length > 0 ? request.Name : input.Name, 0, LongestName);
        input.Tell(check);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var before = await DefinitionStore.Lock(tx, id);
            Etag.Require(request.Etag, before.LatestVersion);
            var after = new DefinitionRow(
                id, name.Length > 0 ? name : before.Name, before.LatestVersion + 1, before.ActiveVersion, before.LatestVersion + 1,
                EnumText.Of(V1.Definition.Types.Status.Draft), JsonNodes.Write(input.Node!), tx.Now, null);
            DefinitionStore.Save(tx, after);
            DefinitionStore.AddVersion(tx, after);
            tx.Audit("workflow_definition.updated", "workflow_definition", id, Changes.Between(before.ToSummary(), after.ToSummary()));
            return after.ToMessage();
        });
    }
}
