using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Workers;

internal sealed partial class WorkerService
{
    private const int LongestCode = 64, LongestName = 200, LongestPhone = 40;

    public override Task<Worker> CreateWorker(CreateWorkerRequest request, ServerCallContext context)
    {
        var check = new Check();
        var code = check.Text("code", request.Code, 1, LongestCode);
        var name = check.Text("name", request.Name, 1, LongestName);
        var phone = check.Text("phone", request.Phone, 0, LongestPhone);
        var user = UserOf(check, request.UserId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            await limits.Take(tx, PlanLimit.MaxWorkers, context.CancellationToken);
            var worker = new WorkerRow(tx.NewId(), code, name, phone, user, 1, null, tx.Now);
            WorkerStore.Add(tx, worker);
            var message = worker.ToMessage();
            tx.Audit("worker.created", "worker", worker.Id, Changes.Between(null, message));
            return message;
        });
    }

    private static Guid? UserOf(Check check, string user) => user.Length > 0 ? check.Id("user_id", user) : null;
}
