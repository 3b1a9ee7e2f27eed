using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Production.V1;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Ledger.Clients;

/// <summary>Asks production about a worker who has no account yet, since an account is opened by its first line.</summary>
internal sealed class WorkerClient(WorkerService.WorkerServiceClient production, TenantConfigService.TenantConfigServiceClient tenancy, TimeProvider clock)
{
    /// <summary>The account that the worker would have, with nothing on it, in the tenant's currency.</summary>
    /// <exception cref="Platform.Errors.Refusal">WORKER_NOT_FOUND.</exception>
    public async Task<WorkerAccount> EmptyAccount(Guid workerId, CancellationToken ct)
    {
        var deadline = (clock.GetUtcNow() + ServiceClients.Patience).UtcDateTime;
        try
        {
            await production.GetWorkerAsync(new GetWorkerRequest { WorkerId = workerId.ToString() }, deadline: deadline, cancellationToken: ct);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            throw Reasons.WorkerNotFound.Refuse($"There is no worker {workerId}.", "worker_id");
        }

        var config = await tenancy.GetTenantConfigAsync(new GetTenantConfigRequest(), deadline: deadline, cancellationToken: ct);
        return new WorkerAccount(workerId, config.Currency, 0m, 0);
    }
}
