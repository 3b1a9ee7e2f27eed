using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Workers;

internal sealed partial class WorkerService
{
    public override Task<Worker> GetWorker(GetWorkerRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("worker_id", request.WorkerId);
        check.Done();
        return db.Read(context, async tx =>
            (await tx.All<WorkerRow>($"select id, code, name, phone from workers where tenant_id = {tx.TenantId} and id = {id}")) is [var row]
                ? row.ToWorker()
                : throw Reasons.WorkerNotFound.Refuse($"There is no worker {id}."));
    }
}
