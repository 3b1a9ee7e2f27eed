using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Definitions;

internal sealed partial class DefinitionService
{
    private const int LongestName = 100;

    public override Task<V1.Definition> CreateDefinition(CreateDefinitionRequest request, ServerCallContext context)
    {
        var check = new Check();
        var input = DefinitionInput.Read(request.Definition, request.Yaml, environment);
        var name = check.Text("name", request.Name.Length > 0 ? request.Name : input.Name, 1, LongestName);
        input.Tell(check);
        check.Done();
        return db.Write(context, request, tx =>
        {
            var definition = new DefinitionRow(tx.NewId(), name, 1, null, 1, EnumText.Of(V1.Definition.Types.Status.Draft), JsonNodes.Write(input.Node!), tx.Now, null);
            DefinitionStore.Add(tx, definition);
            tx.Audit("workflow_definition.created", "workflow_definition", definition.Id, Changes.Between(null, definition.ToSummary()));
            return Task.FromResult(definition.ToMessage());
        });
    }
}
