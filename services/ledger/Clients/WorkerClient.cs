using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Ledger.Clients;

/// <summary>Asks production about a worker who has no account yet, since an account is opened by its first line.</summary>
internal sealed class WorkerClient(WorkerService.WorkerServiceClient production, TenantConfigs configs, TimeProvider clock)
{
    /// <summary>The account that the worker would have, with nothing on it, in the tenant's currency.</summary>
    /// <exception cref="Platform.Errors.Refusal">WORKER_NOT_FOUND.</exception>
    public async Task<WorkerAccount> EmptyAccount(TenantTx tx, Guid workerId, CancellationToken ct)
    {
        try
        {
            await production.GetWorkerAsync(new GetWorkerRequest { WorkerId = workerId.ToString() }, deadline: (clock.GetUtcNow() + ServiceClients.Patience).UtcDateTime, cancellationToken: ct);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            throw Reasons.WorkerNotFound.Refuse($"There is no worker {workerId}.", "worker_id");
        }

        var known = await configs.Current(tx, ct);
        return WorkerAccount.Empty(workerId, known.Config.Currency);
    }
}
