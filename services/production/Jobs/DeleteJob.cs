using System.Globalization;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Production.Jobs;

internal sealed partial class JobService
{
    public override Task<Empty> DeleteJob(DeleteJobRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("job_id", request.JobId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var job = await JobStore.Lock(tx, id);
            // What was taken back was earned, too, and the books refer to it.
            var earned = await tx.All<Guid>($"""
                select s.id from job_steps s where s.tenant_id = {tx.TenantId} and s.job_id = {id} and s.is_paid
                    and exists (select from step_reports r where r.tenant_id = s.tenant_id and r.step_id = s.id and r.good_quantity <> 0)
                """);
            if (earned.Count > 0) throw InUse(job, earned);

            tx.Write($"update jobs set delete_time = {tx.Now} where tenant_id = {tx.TenantId} and id = {id}");
            tx.Write($"delete from step_workers where tenant_id = {tx.TenantId} and job_id = {id}");
            tx.Audit("job.deleted", "job", id, Changes.Between(job.ToMessage(), null));
            return new Empty();
        });
    }

    private static Refusal InUse(Job job, IReadOnlyList<Guid> earned) => Reasons.JobInUse.Refuse(string.Create(
        CultureInfo.InvariantCulture, $"Work on job {job.Number} has earned wages: {string.Join("; ", job.Steps.Where(s => earned.Contains(s.Id)).Select(Told))}. A job is deleted only while nothing was earned."));

    private static string Told(Step step)
    {
        if (step.GoodQuantity == 0) return $"{step.Name}, all of it taken back";
        var wage = step.Earned is { } earned ? Wire.Amount(earned) : "";
        return string.Create(CultureInfo.InvariantCulture, $"{step.Name}, {step.GoodQuantity} good: {wage}{(wage.Length > 0 && step.IsHeld ? " and more " : "")}{(step.IsHeld ? "held for want of a rate" : "")}");
    }
}
