using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Operations;

internal sealed partial class OperationsService
{
    public override Task<ReemitFactsResponse> ReemitFacts(ReemitFactsRequest request, ServerCallContext context)
    {
        var check = new Check();
        CheckService(check, request.Service);
        check.Done();
        var asked = new ReemitServiceFactsRequest { Request = request };
        return Decided(context, request, "facts.reemitted", "service", Guid.Empty, request.Service, () => services.Of(
            request.Service, context, here => here.ReemitServiceFacts(asked, context), (client, options) => client.ReemitServiceFactsAsync(asked, options)));
    }
}
