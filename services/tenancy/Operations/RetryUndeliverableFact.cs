using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Operations;

internal sealed partial class OperationsService
{
    public override Task<UndeliverableFact> RetryUndeliverableFact(RetryUndeliverableFactRequest request, ServerCallContext context)
    {
        var check = new Check();
        CheckService(check, request.Service);
        var id = check.Id("fact_id", request.FactId);
        check.Done();
        var asked = new RetryServiceUndeliverableFactRequest { Request = request };
        return Decided(context, request, "undeliverable_fact.retried", "undeliverable_fact", id, request.Service, () => services.Of(
            request.Service, context, here => here.RetryServiceUndeliverableFact(asked, context), (client, options) => client.RetryServiceUndeliverableFactAsync(asked, options)));
    }
}
