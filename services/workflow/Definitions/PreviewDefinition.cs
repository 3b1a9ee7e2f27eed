using System.Text.Json;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Definitions;

internal sealed partial class DefinitionService
{
    public override Task<PreviewDefinitionResponse> PreviewDefinition(PreviewDefinitionRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("definition_id", request.DefinitionId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var stored = DefinitionStore.Ask(tx, id, 0);
            await tx.Flush();
            var newest = stored.First ?? throw DefinitionStore.NotFound(id);
            var faults = DefinitionInput.IsGiven(request.Definition, request.Yaml) ? DefinitionInput.Read(request.Definition, request.Yaml, environment).Faults : FaultsOf(newest.Document);
            var response = new PreviewDefinitionResponse { IsValid = !faults.Any };
            response.Faults.AddRange(faults.All.Select(f => new V1.DefinitionFault { Pointer = f.Place.Pointer, Line = f.Place.Line, Column = f.Place.Column, Message = f.Message }));
            return response;
        });
    }

    private Faults FaultsOf(string document)
    {
        var faults = new Faults();
        DefinitionReader.Read(JsonNodes.Read(JsonElement.Parse(document), Place.Root), faults, environment);
        return faults;
    }
}
