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
            (await tx.One<WorkerRow>($"select id, code, name, phone from workers where tenant_id = {tx.TenantId} and id = {id}"))?.ToMessage()
            ?? throw Reasons.WorkerNotFound.Refuse($"There is no worker {id}."));
    }
}
