using FactoryFlow.Workflow.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Workflow.Definitions;

internal sealed partial class DefinitionService
{
    private static readonly Lazy<Struct> Schema = new(() =>
    {
        using var file = typeof(DefinitionService).Assembly.GetManifestResourceStream("FactoryFlow.Workflow.Definitions.definition.schema.json")!;
        using var reader = new StreamReader(file);
        return Struct.Parser.ParseJson(reader.ReadToEnd());
    });

    public override Task<GetDefinitionSchemaResponse> GetDefinitionSchema(GetDefinitionSchemaRequest request, ServerCallContext context) =>
        Task.FromResult(new GetDefinitionSchemaResponse { Schema = Schema.Value });
}
