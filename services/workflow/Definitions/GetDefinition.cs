using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Definitions;

internal sealed partial class DefinitionService
{
    public override Task<V1.Definition> GetDefinition(GetDefinitionRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("definition_id", request.DefinitionId);
        var version = check.Range("version", request.Version, 0, int.MaxValue);
        check.Done();
        return db.Read(context, async tx =>
        {
            var definition = DefinitionStore.Ask(tx, id, version);
            await tx.Flush();
            return definition.First?.ToMessage() ?? throw DefinitionStore.NotFound(id, version);
        });
    }
}
