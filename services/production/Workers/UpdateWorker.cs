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
        var mask = UpdateMask.Of(check, request, "code", "name", "phone", "email", "user_id", "is_archived");
        var code = mask.Has("code") ? check.Text("code", request.Code, 1, LongestCode) : null;
        var name = mask.Has("name") ? check.Text("name", request.Name, 1, LongestName) : null;
        var phone = mask.Has("phone") ? check.Text("phone", request.Phone, 0, LongestPhone) : null;
        var email = mask.Has("email") ? EmailOf(check, request.Email) : null;
        var user = mask.Has("user_id") ? UserOf(check, request.UserId) : null;
        bool? isArchived = mask.Has("is_archived") ? request.IsArchived : null;
        check.Done();
        return db.Write(context, request, async tx =>
        {
            if (mask.Has("email") || mask.Has("user_id") || isArchived is false) WorkerStore.TakeTurn(tx);
            var before = await WorkerStore.Lock(tx, id);
            Etag.Require(request.Etag, before.Version);
            var after = before with
            {
                Code = code ?? before.Code,
                Name = name ?? before.Name,
                Phone = phone ?? before.Phone,
                Email = email ?? before.Email,
                UserId = mask.Has("user_id") ? user : before.UserId,
                ArchiveTime = (isArchived ?? before.ArchiveTime is not null) ? before.ArchiveTime ?? tx.Now : null,
            };
            if (after == before) return before.ToMessage();

            var given = after;
            if (after.UserId != before.UserId) await links.Require(tx, after.UserId, context.CancellationToken);
            // Of whoever says who signs in as the worker, nobody else is looked for, nor when nothing has changed that somebody is found by.
            else if (!mask.Has("user_id") && (after.Email, after.ArchiveTime) != (before.Email, before.ArchiveTime)) after = await links.Found(tx, after, context.CancellationToken);

            // Whoever is archived does not count against the plan.
            if (after.ArchiveTime is not null && before.ArchiveTime is null) Limits.Give(tx, PlanLimit.MaxWorkers);
            else if (after.ArchiveTime is null && before.ArchiveTime is not null) await limits.Take(tx, PlanLimit.MaxWorkers, context.CancellationToken);
            (given, after) = (given with { Version = before.Version + 1 }, after with { Version = before.Version + 1 });
            WorkerStore.Save(tx, after);
            tx.Audit("worker.updated", "worker", id, Changes.Between(before.ToAudited(), given.ToAudited()));
            if (after != given) tx.Audit("worker.linked", "worker", id, Changes.Between(given.ToAudited(), after.ToAudited()));
            return after.ToMessage();
        });
    }
}
