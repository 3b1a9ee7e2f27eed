using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Operations;

internal sealed partial class OperationsService
{
    public override async Task<ListServicesResponse> ListServices(ListServicesRequest request, ServerCallContext context)
    {
        var asked = new GetServiceStateRequest();
        var states = await Task.WhenAll(OperationsReader.Services.Select(
            service => services.Find(service, context, here => here.GetServiceState(asked, context), (client, options) => client.GetServiceStateAsync(asked, options))));
        return await Seen(context, "services.listed", new ListServicesResponse
        {
            Services = { states.OfType<ServiceState>() }, UnavailableServices = { OperationsReader.Services.Where((_, i) => states[i] is null) },
        });
    }
}
