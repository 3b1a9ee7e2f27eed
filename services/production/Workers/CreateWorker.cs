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
        var email = EmailOf(check, request.Email);
        var user = UserOf(check, request.UserId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var given = new WorkerRow(tx.NewId(), code, name, phone, email, user, 1, null, tx.Now);
            var worker = await Linked(tx, given, context.CancellationToken);
            await limits.Take(tx, PlanLimit.MaxWorkers, context.CancellationToken);
            WorkerStore.Add(tx, worker);
            tx.Audit("worker.created", "worker", worker.Id, Changes.Between(null, given.ToAudited()));
            if (worker != given) tx.Audit("worker.linked", "worker", worker.Id, Changes.Between(given.ToAudited(), worker.ToAudited()));
            return worker.ToMessage();
        });
    }

    // Identity is asked behind the idempotency key and before the plan's limit, where others wait.
    private async Task<WorkerRow> Linked(TenantTx tx, WorkerRow worker, CancellationToken ct)
    {
        if (worker.Email.Length == 0 && worker.UserId is null) return worker;
        WorkerStore.TakeTurn(tx);
        await tx.Flush();
        await links.Require(tx, worker.UserId, ct);
        return await links.Found(tx, worker, ct);
    }

    private static string EmailOf(Check check, string email) => email.Length > 0 ? check.Email("email", email) : "";

    private static Guid? UserOf(Check check, string user) => user.Length > 0 ? check.Id("user_id", user) : null;
}
