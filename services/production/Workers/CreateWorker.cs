using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Workers;

internal sealed partial class WorkerService
{
    public override Task<Worker> CreateWorker(CreateWorkerRequest request, ServerCallContext context)
    {
        var check = new Check();
        var code = check.Text("code", request.Code, 1, 64);
        var name = check.Text("name", request.Name, 1, 200);
        var phone = check.Text("phone", request.Phone, 0, 40);
        check.Done();
        return db.Write(context, request, tx =>
        {
            var worker = new WorkerRow(tx.NewId(), code, name, phone);
            WorkerStore.Add(tx, worker);
            tx.Audit("worker.created", "worker", worker.Id);
            return Task.FromResult(worker.ToMessage());
        });
    }
}
