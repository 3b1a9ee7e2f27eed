using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Ledger.Clients;

/// <summary>Asks production, as the caller, about a worker who has no account yet, since an account is opened by its first line; and whom the caller signs in as.</summary>
internal sealed class WorkerClient(WorkerService.WorkerServiceClient production, TenantConfigs configs, TimeProvider clock)
{
    /// <summary>That there is no such worker.</summary>
    public static Refusal NotFound(Guid workerId) => Reasons.WorkerNotFound.Refuse($"There is no worker {workerId}.", "worker_id");

    /// <summary>The worker whom the caller signs in as; null when it is none.</summary>
    public async Task<Guid?> Own(ServerCallContext context)
    {
        var answer = await production.GetOwnWorkerAsync(
            new GetOwnWorkerRequest { TenantId = context.Caller().TenantId.ToString() }, deadline: clock.Deadline(), cancellationToken: context.CancellationToken);
        return answer.WorkerId.Length > 0 ? Guid.Parse(answer.WorkerId) : null;
    }

    /// <summary>The account that the worker would have, with nothing on it, in the tenant's currency.</summary>
    /// <exception cref="Refusal">WORKER_NOT_FOUND.</exception>
    public async Task<WorkerAccount> EmptyAccount(TenantTx tx, Guid workerId, CancellationToken ct)
    {
        try
        {
            await production.GetWorkerAsync(new GetWorkerRequest { WorkerId = workerId.ToString() }, deadline: clock.Deadline(), cancellationToken: ct);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            throw NotFound(workerId);
        }

        return await Empty(tx, workerId, ct);
    }

    /// <summary>The same for a caller who was found to see the worker's account: of their own worker production told already that there is one.</summary>
    /// <exception cref="Refusal">WORKER_NOT_FOUND.</exception>
    public Task<WorkerAccount> EmptyAccount(TenantTx tx, Guid workerId, Reach reach, CancellationToken ct) =>
        reach.IsNarrow ? Empty(tx, workerId, ct) : EmptyAccount(tx, workerId, ct);

    private async Task<WorkerAccount> Empty(TenantTx tx, Guid workerId, CancellationToken ct)
    {
        var known = await configs.Current(tx, ct);
        return WorkerAccount.Empty(workerId, known.Config.Currency);
    }
}
