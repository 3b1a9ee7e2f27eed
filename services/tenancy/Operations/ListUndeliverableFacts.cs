using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Operations;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Operations;

internal sealed partial class OperationsService
{
    public override async Task<ListUndeliverableFactsResponse> ListUndeliverableFacts(ListUndeliverableFactsRequest request, ServerCallContext context)
    {
        var check = new Check();
        CheckService(check, request.Service, isRequired: false);
        check.Done();
        var size = UndeliverableFactFilter.Of(request).PageSize;
        var (asked, wrapped) = (OperationsReader.Asked(request.Service), new ListServiceUndeliverableFactsRequest { Request = request });
        var answers = await Task.WhenAll(asked.Select(service => services.Find(
            service, context, here => here.ListServiceUndeliverableFacts(wrapped, context), (client, options) => client.ListServiceUndeliverableFactsAsync(wrapped, options))));
        return await Seen(context, "undeliverable_facts.listed", UndeliverableFactPage.Of(size, [.. asked.Zip(answers.Select(answer => answer?.UndeliverableFacts))]));
    }
}
