using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Operations;

internal sealed partial class OperationsService
{
    public override Task<UndeliverableFact> DiscardUndeliverableFact(DiscardUndeliverableFactRequest request, ServerCallContext context)
    {
        var check = new Check();
        CheckService(check, request.Service);
        var id = check.Id("fact_id", request.FactId);
        check.Text("reason", request.Reason, 1, LongestReason);
        check.Done();
        var asked = new DiscardServiceUndeliverableFactRequest { Request = request };
        return Decided(context, request, "undeliverable_fact.discarded", "undeliverable_fact", id, request.Service, () => services.Of(
            request.Service, context, here => here.DiscardServiceUndeliverableFact(asked, context), (client, options) => client.DiscardServiceUndeliverableFactAsync(asked, options)));
    }
}
