using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Operations;

internal sealed partial class OperationsService
{
    public override async Task<UndeliverableFact> GetUndeliverableFact(GetUndeliverableFactRequest request, ServerCallContext context)
    {
        var check = new Check();
        CheckService(check, request.Service);
        check.Id("fact_id", request.FactId);
        check.Done();
        var asked = new GetServiceUndeliverableFactRequest { Request = request };
        var answer = await services.Of(request.Service, context, here => here.GetServiceUndeliverableFact(asked, context), (client, options) => client.GetServiceUndeliverableFactAsync(asked, options));
        return await Seen(context, "undeliverable_fact.read", answer);
    }
}
