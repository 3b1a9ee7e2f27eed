using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Identity.Clients;

/// <summary>Asks tenancy about factories, as the caller.</summary>
internal sealed class FactoryClient(FactoryService.FactoryServiceClient tenancy, TimeProvider clock)
{
    /// <summary>Refuses a factory that the caller's tenant does not have.</summary>
    /// <param name="factory">Which one.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <param name="field">The field of the request that names it.</param>
    /// <exception cref="Platform.Errors.Refusal">FACTORY_NOT_FOUND.</exception>
    public async Task Require(Guid factory, CancellationToken ct, string field = "factory_id")
    {
        try
        {
            await tenancy.GetFactoryAsync(
                new GetFactoryRequest { FactoryId = factory.ToString() }, deadline: clock.Deadline(), cancellationToken: ct);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            throw Reasons.FactoryNotFound.Refuse($"There is no factory {factory}.", field);
        }
    }
}
