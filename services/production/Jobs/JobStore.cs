using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Jobs;

/// <summary>The statements that show, lock and write jobs.</summary>
internal static class JobStore
{
    /// <summary>Asks for jobs, newest first.</summary>
    public static Answer<JobRow> Ask(TenantTx tx, Guid[] ids) => tx.Ask<JobRow>($"""
        select id, number, article_id, status, quantities::text, total_quantity, attributes::text, currency, config_version, create_time
        from jobs where tenant_id = {tx.TenantId} and id = any({ids}) order by number desc
        """);

    /// <summary>Locks a job and reads it with its steps: whoever changes a job changes it alone.</summary>
    /// <exception cref="Platform.Errors.Refusal">JOB_NOT_FOUND.</exception>
    public static async Task<Job> Lock(TenantTx tx, Guid id)
    {
        // The columns of Ask once more: a statement's holes are parameters, never text, and locking first would cost a statement.
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

    /// <summary>Takes the tenant's next job number, which makes its other new jobs wait until this one is committed.</summary>
    public static Task<int> TakeNumber(TenantTx tx) => tx.One<int>($"""
        insert into job_numbers as n (tenant_id, last) values ({tx.TenantId}, 1)
        on conflict (tenant_id) do update set last = n.last + 1 returning last
        """);

    /// <summary>Adds a job with its steps.</summary>
    public static void Add(TenantTx tx, Job job)
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
