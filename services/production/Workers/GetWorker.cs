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
        {
            var reach = Reach.Ask(tx, context);
            var worker = await tx.One<WorkerRow>($"""
                select id, code, name, phone, email, user_id, version, archive_time, create_time from workers
                where tenant_id = {tx.TenantId} and id = {id} and delete_time is null
                """);
            return worker is not null && (reach.Worker is not { } own || own == id) ? worker.ToMessage() : throw WorkerStore.NotFound(id);
        });
    }
}
