using FactoryFlow.Platform.Data;
using JobStatus = FactoryFlow.Production.V1.Job.Types.Status;
using StepStatus = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Jobs;

/// <summary>The statements that lock and write jobs.</summary>
internal static class JobStore
{
    /// <summary>Locks a job and reads it with its steps: whoever changes a job changes it alone.</summary>
    /// <exception cref="Platform.Errors.Refusal">JOB_NOT_FOUND.</exception>
    public static async Task<Job> Lock(TenantTx tx, Guid id)
    {
        var job = tx.Ask<JobRow>($"""
            select id, number, article_id, status, quantities::text, total_quantity, attributes::text, currency, config_version, create_time
            from jobs where tenant_id = {tx.TenantId} and id = {id} for update
            """);
        // Asked behind the lock, so that the steps are as whoever held it before left them.
        var steps = AskSteps(tx, [id]);
        await tx.Flush();
        return job.First?.ToJob(steps.Rows) ?? throw Reasons.JobNotFound.Refuse($"There is no job {id}.");
    }

    /// <summary>Asks for the steps of jobs, in order.</summary>
    public static Answer<StepRow> AskSteps(TenantTx tx, Guid[] jobIds) => tx.Ask<StepRow>($"""
        select job_id, id, name, position, is_paid, status, worker_id, good_quantity, rejected_quantity, rate_version_id, rate, earned, is_held, start_time, complete_time
        from job_steps where tenant_id = {tx.TenantId} and job_id = any({jobIds}) order by job_id, position
        """);

    /// <summary>Asks for the rate in force at a step of a job.</summary>
    public static Answer<Rate> AskRate(TenantTx tx, Guid jobId, Guid stepId) => tx.Ask<Rate>($"""
        select r.id as version_id, r.amount from jobs j
        join job_steps s on s.tenant_id = j.tenant_id and s.job_id = j.id
        join rates r on r.tenant_id = j.tenant_id and r.article_id = j.article_id and r.step = s.name
        where j.tenant_id = {tx.TenantId} and j.id = {jobId} and s.id = {stepId} and r.effective_time <= {tx.Now}
        order by r.effective_time desc limit 1
        """);

    /// <summary>Writes a new job.</summary>
    public static void Insert(TenantTx tx, Job job)
    {
        tx.Write($"""
            insert into jobs (tenant_id, id, number, article_id, status, quantities, total_quantity, attributes, currency, config_version, create_time)
            values ({tx.TenantId}, {job.Id}, {job.Number}, {job.ArticleId}, {job.Status}, {new Json(job.Quantities)}, {job.TotalQuantity},
                    {new Json(job.Attributes)}, {job.Currency}, {job.ConfigVersion}, {job.CreateTime})
            """);
        foreach (var step in job.Steps)
            tx.Write($"""
                insert into job_steps (tenant_id, job_id, id, name, position, is_paid, status, worker_id)
                values ({tx.TenantId}, {job.Id}, {step.Id}, {step.Name}, {step.Order}, {step.IsPaid}, {step.Status}, {step.WorkerId})
                """);
    }

    /// <summary>Writes what became of one step of a locked job.</summary>
    public static void Save(TenantTx tx, Job before, Job after, Guid stepId)
    {
        var step = after.Find(stepId);
        tx.Write($"""
            update job_steps set status = {step.Status}, worker_id = {step.WorkerId}, good_quantity = {step.GoodQuantity},
                rejected_quantity = {step.RejectedQuantity}, rate_version_id = {step.Rate?.VersionId}, rate = {step.Rate?.Amount}, earned = {step.Earned},
                is_held = {step.IsHeld}, start_time = {step.StartTime}, complete_time = {step.CompleteTime}
            where tenant_id = {tx.TenantId} and job_id = {after.Id} and id = {stepId}
            """);
        if (before.Status != after.Status)
            tx.Write($"update jobs set status = {after.Status} where tenant_id = {tx.TenantId} and id = {after.Id}");
    }
}

/// <summary>A row of jobs.</summary>
internal sealed record JobRow(
    Guid Id, int Number, Guid ArticleId, string Status, string Quantities, int TotalQuantity, string Attributes, string Currency, int ConfigVersion,
    DateTimeOffset CreateTime)
{
    public Job ToJob(IEnumerable<StepRow> steps) => new(
        Id, Number, ArticleId, EnumText.Parse<JobStatus>(Status), Quantities, TotalQuantity, Attributes, Currency, ConfigVersion, CreateTime,
        [.. steps.Where(s => s.JobId == Id).Select(s => s.ToStep())]);
}

/// <summary>A row of job_steps.</summary>
internal sealed record StepRow(
    Guid JobId, Guid Id, string Name, int Position, bool IsPaid, string Status, Guid? WorkerId, int GoodQuantity, int RejectedQuantity,
    Guid? RateVersionId, decimal? Rate, decimal? Earned, bool IsHeld, DateTimeOffset? StartTime, DateTimeOffset? CompleteTime)
{
    public Step ToStep() => new(
        Id, Name, Position, IsPaid, EnumText.Parse<StepStatus>(Status), WorkerId, GoodQuantity, RejectedQuantity,
        RateVersionId is { } version && Rate is { } amount ? new Rate(version, amount) : null, Earned, IsHeld, StartTime, CompleteTime);
}
