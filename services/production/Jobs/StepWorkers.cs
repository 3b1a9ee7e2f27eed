using FactoryFlow.Platform.Data;
using FactoryFlow.Production.Reports;

namespace FactoryFlow.Production.Jobs;

/// <summary>The statements that keep who has a part in a step, or had one when work was reported.</summary>
internal static class StepWorkers
{
    /// <summary>Adds those who have the steps of a new job.</summary>
    public static void Add(TenantTx tx, Job job)
    {
        var given = job.Steps.Where(s => s.WorkerId is not null).ToList();
        if (given.Count == 0) return;
        tx.Write($"""
            insert into step_workers (tenant_id, job_id, step_id, worker_id, is_assigned)
            select {tx.TenantId}, {job.Id}, step, worker, true
            from unnest({given.ConvertAll(s => s.Id).ToArray()}, {given.ConvertAll(s => s.WorkerId!.Value).ToArray()}) as given (step, worker)
            """);
    }

    /// <summary>Gives a step to those who have it now. Of those who had it before, whoever may have worked at it is remembered.</summary>
    public static void Assign(TenantTx tx, Guid jobId, Step step)
    {
        Guid[] workers = step.Shares is { } shares ? [.. shares.Select(s => s.WorkerId)] : [step.WorkerId!.Value];
        tx.Write($"""
            delete from step_workers
            where tenant_id = {tx.TenantId} and job_id = {jobId} and step_id = {step.Id} and not worker_id = any({workers})
                and not exists (select from step_reports where tenant_id = {tx.TenantId} and step_id = {step.Id})
            """);
        tx.Write($"""
            update step_workers set is_assigned = false
            where tenant_id = {tx.TenantId} and job_id = {jobId} and step_id = {step.Id} and is_assigned and not worker_id = any({workers})
            """);
        tx.Write($"""
            insert into step_workers (tenant_id, job_id, step_id, worker_id, is_assigned)
            select {tx.TenantId}, {jobId}, {step.Id}, worker, true from unnest({workers}) as worker
            on conflict (tenant_id, job_id, step_id, worker_id) do update set is_assigned = true
            """);
    }

    /// <summary>Remembers those who did what is reported, whether the step was given to them or not.</summary>
    public static void Keep(TenantTx tx, Guid jobId, Report report) => tx.Write($"""
        insert into step_workers (tenant_id, job_id, step_id, worker_id, is_assigned)
        select {tx.TenantId}, {jobId}, {report.StepId}, worker, false from unnest({report.Shares?.Select(s => s.WorkerId).ToArray() ?? [report.WorkerId]}) as worker
        on conflict do nothing
        """);
}
