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
            var id = tx.NewId();
            tx.Write($"""
                insert into workers (tenant_id, id, code, name, phone, create_time)
                values ({tx.TenantId}, {id}, {code}, {name}, {phone}, {tx.Now})
                """);
            tx.Audit("worker.created", "worker", id);
            return Task.FromResult(new Worker { Id = id.ToString(), Code = code, Name = name, Phone = phone });
        });
    }
}
