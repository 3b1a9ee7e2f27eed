using System.Globalization;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Production.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Production.Workers;

internal sealed partial class WorkerService
{
    // As many jobs as a refusal names.
    private const int NamedJobs = 5;

    public override Task<Empty> DeleteWorker(DeleteWorkerRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("worker_id", request.WorkerId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var worker = await WorkerStore.Lock(tx, id);
            Etag.Require(request.Etag, worker.Version);
            var jobs = await tx.All<int>($"""
                select number from jobs
                where tenant_id = {tx.TenantId} and id in (select job_id from step_workers where tenant_id = {tx.TenantId} and worker_id = {id})
                order by number limit {NamedJobs + 1}
                """);
            if (jobs.Count > 0) throw InUse(worker, jobs);

            // Nobody is found by somebody who is gone.
            tx.Write($"update workers set delete_time = {tx.Now}, email = '', user_id = null where tenant_id = {tx.TenantId} and id = {id}");
            // An archived worker gave their place back already.
            if (worker.ArchiveTime is null) Limits.Give(tx, PlanLimit.MaxWorkers);
            tx.Audit("worker.deleted", "worker", id, Changes.Between(worker.ToAudited(), null));
            return new Empty();
        });
    }

    private static Refusal InUse(WorkerRow worker, IReadOnlyList<int> jobs) => Reasons.WorkerInUse.Refuse(string.Create(
        CultureInfo.InvariantCulture,
        $"{worker.Code} has or had a part in {(jobs.Count == 1 ? "job" : "jobs")} {string.Join(", ", jobs.Take(NamedJobs))}{(jobs.Count > NamedJobs ? " and others" : "")}. Archive the worker instead, then they are given no new work."));
}
