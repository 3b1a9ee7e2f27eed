using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Workers;

internal sealed partial class WorkerService
{
    public override Task<Worker> UpdateWorker(UpdateWorkerRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("worker_id", request.WorkerId);
        var mask = UpdateMask.Of(check, request, "code", "name", "phone", "user_id", "is_archived");
        var code = mask.Has("code") ? check.Text("code", request.Code, 1, LongestCode) : null;
        var name = mask.Has("name") ? check.Text("name", request.Name, 1, LongestName) : null;
        var phone = mask.Has("phone") ? check.Text("phone", request.Phone, 0, LongestPhone) : null;
        var user = mask.Has("user_id") ? UserOf(check, request.UserId) : null;
        bool? isArchived = mask.Has("is_archived") ? request.IsArchived : null;
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var before = await WorkerStore.Lock(tx, id);
            Etag.Require(request.Etag, before.Version);
            var after = before with
            {
                Code = code ?? before.Code,
                Name = name ?? before.Name,
                Phone = phone ?? before.Phone,
                UserId = mask.Has("user_id") ? user : before.UserId,
                ArchiveTime = (isArchived ?? before.ArchiveTime is not null) ? before.ArchiveTime ?? tx.Now : null,
            };
            if (after == before) return before.ToMessage();

            // Whoever is archived does not count against the plan.
            if (after.ArchiveTime is not null && before.ArchiveTime is null) Limits.Give(tx, PlanLimit.MaxWorkers);
            else if (after.ArchiveTime is null && before.ArchiveTime is not null) await limits.Take(tx, PlanLimit.MaxWorkers, context.CancellationToken);
            after = after with { Version = before.Version + 1 };
            WorkerStore.Save(tx, after);
            tx.Audit("worker.updated", "worker", id, Changes.Between(before.ToMessage(), after.ToMessage()));
            return after.ToMessage();
        });
    }
}
