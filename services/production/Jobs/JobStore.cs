using FactoryFlow.Platform.Data;
using FactoryFlow.Production.Reports;

namespace FactoryFlow.Production.Jobs;

/// <summary>The statements that show, lock and write jobs.</summary>
internal static class JobStore
{
    /// <summary>Asks for jobs, newest first.</summary>
    public static Answer<JobRow> Ask(TenantTx tx, Guid[] ids) => tx.Ask<JobRow>($"{Shown(tx, ids)} order by number desc");

    /// <summary>Locks jobs in the order of their ids and asks for them: whoever changes a job changes it alone.</summary>
    // Asked by what locks: locking first would cost a statement.
    public static Answer<JobRow> AskLocked(TenantTx tx, Guid[] ids) => tx.Ask<JobRow>($"{Shown(tx, ids)} order by id for update");

    /// <summary>Locks those of some jobs that nobody else has locked, and asks for them.</summary>
    public static Answer<JobRow> AskLockedNow(TenantTx tx, Guid[] ids) => tx.Ask<JobRow>($"{Shown(tx, ids)} order by id for update skip locked");

    private static Sql Shown(TenantTx tx, Guid[] ids) => $"""
        select id, number, article_id, status, quantities::text, total_quantity, attributes::text, currency, config_version, is_ordered, reject_reasons, create_time, order_id
        from jobs where tenant_id = {tx.TenantId} and id = any({ids}) and delete_time is null
        """;

    /// <summary>Locks a job and reads it with its steps.</summary>
    /// <exception cref="Platform.Errors.Refusal">JOB_NOT_FOUND.</exception>
    public static async Task<Job> Lock(TenantTx tx, Guid id)
    {
        var job = AskLocked(tx, [id]);
        // Asked behind the lock, so that the steps are as whoever held it before left them.
        var steps = AskSteps(tx, [id]);
        await tx.Flush();
        return job.First?.ToJob(steps.Rows) ?? throw NotFound(id);
    }

    public static Platform.Errors.Refusal NotFound(Guid id) => Reasons.JobNotFound.Refuse($"There is no job {id}.");

    public static Platform.Errors.Refusal NoSuch(string job) => Reasons.JobNotFound.Refuse($"There is no job {job}.", "job");

    /// <summary>Asks which jobs have these numbers.</summary>
    public static Answer<NumberedJob> AskNumbers(TenantTx tx, int[] numbers) =>
        tx.Ask<NumberedJob>($"select id, number from jobs where tenant_id = {tx.TenantId} and number = any({numbers}) and delete_time is null");

    /// <summary>Asks for the step of a job by its name or its id.</summary>
    public static Answer<Guid> AskStep(TenantTx tx, Guid jobId, string step) =>
        tx.Ask<Guid>($"select id from job_steps where tenant_id = {tx.TenantId} and job_id = {jobId} and (name = {step} or id::text = lower({step}))");

    /// <summary>Asks for the steps of jobs, in order.</summary>
    public static Answer<StepRow> AskSteps(TenantTx tx, Guid[] jobIds) => tx.Ask<StepRow>($"""
        select job_id, id, name, position, is_paid, status, worker_id, shares::text, good_quantity, rejected_quantity, returned_quantity, reworked_quantity,
               rate_version_id, rate, earned, is_held, start_time, complete_time
        from job_steps where tenant_id = {tx.TenantId} and job_id = any({jobIds}) order by job_id, position
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
            insert into jobs (tenant_id, id, number, article_id, status, quantities, total_quantity, attributes, currency, config_version,
                is_ordered, reject_reasons, create_time, order_id)
            values ({tx.TenantId}, {job.Id}, {job.Number}, {job.ArticleId}, {job.Status}, {new Json(job.Quantities)}, {job.TotalQuantity},
                    {new Json(job.Attributes)}, {job.Currency}, {job.ConfigVersion}, {job.IsOrdered}, {job.RejectReasons.ToArray()}, {job.CreateTime}, {job.OrderId})
            """);
        if (job.Attributes != "{}")
            tx.Write($"""
                insert into job_attributes (tenant_id, job_id, name, value)
                select {tx.TenantId}, {job.Id}, key, value #>> {Array.Empty<string>()} from jsonb_each({new Json(job.Attributes)})
                """);
        foreach (var step in job.Steps)
            tx.Write($"""
                insert into job_steps (tenant_id, job_id, id, name, position, is_paid, status, worker_id)
                values ({tx.TenantId}, {job.Id}, {step.Id}, {step.Name}, {step.Order}, {step.IsPaid}, {step.Status}, {step.WorkerId})
                """);
        StepWorkers.Add(tx, job);
    }

    /// <summary>Writes what became of a locked job and its steps.</summary>
    public static void Save(TenantTx tx, Job before, Job after)
    {
        for (var i = 0; i < after.Steps.Count; i++)
            if (after.Steps[i] != before.Steps[i])
                Save(tx, after.Id, after.Steps[i]);
        if (before.Status != after.Status)
            tx.Write($"update jobs set status = {after.Status} where tenant_id = {tx.TenantId} and id = {after.Id}");
    }

    private static void Save(TenantTx tx, Guid jobId, Step step) => tx.Write($"""
        update job_steps set status = {step.Status}, worker_id = {step.WorkerId}, shares = {step.Shares.ToJson()}, good_quantity = {step.GoodQuantity},
            rejected_quantity = {step.RejectedQuantity}, returned_quantity = {step.ReturnedQuantity}, reworked_quantity = {step.ReworkedQuantity},
            rate_version_id = {step.Rate?.VersionId}, rate = {step.Rate?.Amount}, earned = {step.Earned},
            is_held = {step.IsHeld}, start_time = {step.StartTime}, complete_time = {step.CompleteTime}
        where tenant_id = {tx.TenantId} and job_id = {jobId} and id = {step.Id}
        """);
}

/// <summary>A job by its number.</summary>
internal sealed record NumberedJob(Guid Id, int Number);
