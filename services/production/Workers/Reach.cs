using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Jobs;
using FactoryFlow.Production.Reports;
using Grpc.Core;
using Job = FactoryFlow.Production.Jobs.Job;
using Step = FactoryFlow.Production.Jobs.Step;

namespace FactoryFlow.Production.Workers;

/// <summary>How far a caller reaches: over all of the tenant's work, or over what is given to the worker whom they sign in as.</summary>
internal sealed class Reach
{
    private readonly Answer<Guid>? _own;

    private Reach(Answer<Guid>? own) => _own = own;

    /// <summary>All of the tenant's work.</summary>
    public static Reach All { get; } = new(null);

    /// <summary>Asks whom a caller with a narrow scope signs in as; of one who may see everything nothing is asked.</summary>
    public static Reach Ask(TenantTx tx, ServerCallContext context) => new(context.Scope() == Scopes.All ? null : AskOwn(tx, context));

    /// <summary>Asks whom a caller signs in as; no row for one who signs in as no worker.</summary>
    public static Answer<Guid> AskOwn(TenantTx tx, ServerCallContext context) =>
        tx.Ask<Guid>($"select id from workers where tenant_id = {tx.TenantId} and user_id = {context.Caller().Subject} and delete_time is null");

    /// <summary>The worker to whom it is narrowed; the nil UUID, which nobody has, for a caller who signs in as none; null where it is not narrowed.</summary>
    public Guid? Worker => _own?.First;

    /// <summary>The job, where the caller may see it.</summary>
    /// <exception cref="Refusal">JOB_NOT_FOUND: what is out of reach is not there.</exception>
    public Job Require(Job? job, Guid id) => job is not null && (Worker is not { } worker || job.Steps.Any(s => s.IsOf(worker))) ? job : throw JobStore.NotFound(id);

    /// <summary>Refuses work at a step that is somebody else's.</summary>
    /// <exception cref="Refusal">JOB_NOT_FOUND, STEP_NOT_FOUND, PERMISSION_MISSING.</exception>
    public void RequireStep(Job job, Guid stepId)
    {
        if (Worker is not { } worker) return;
        var step = Require(job, job.Id).Find(stepId);
        if (!step.IsOf(worker)) throw CommonReasons.PermissionMissing.Refuse($"{step.Name} is not assigned to you, and you may work on nothing else.");
    }

    /// <summary>Refuses a report that says itself who gets the wage, or chooses its rate by a time before the step was begun, where that is for others to say.</summary>
    /// <exception cref="Refusal">JOB_NOT_FOUND, STEP_NOT_FOUND, PERMISSION_MISSING, INVALID_INPUT.</exception>
    public void RequireReport(Job job, Guid stepId, Work work)
    {
        RequireStep(job, stepId);
        if (Worker is not null && work.Shares is not null)
            throw CommonReasons.PermissionMissing.Refuse("Who shares the wage of a step is said by whoever assigns it: leave the shares out.", "shares");
        RequireBegun(job.Find(stepId), work.Time);
    }

    /// <summary>Refuses work of one's own that is said to have been done before its step was begun.</summary>
    /// <exception cref="Refusal">INVALID_INPUT.</exception>
    public void RequireBegun(Step step, DateTimeOffset time)
    {
        if (Worker is null) return;
        var check = new Check();
        check.That(step.StartTime is not { } start || time >= start - Work.Skew, "occur_time", "is before the step was started");
        check.Done();
    }

    /// <summary>The job as the caller sees it: without what others earn.</summary>
    public V1.Job Show(Job job)
    {
        var message = job.ToMessage();
        if (Worker is not { } worker) return message;
        foreach (var (step, shown) in job.Steps.Zip(message.Steps).Where(s => !s.First.IsOf(worker)))
        {
            (shown.Rate, shown.Earned, shown.IsHeld, shown.ShareBasis) = (null, null, false, V1.Share.Types.Basis.Unspecified);
            shown.Shares.Clear();
        }

        return message;
    }
}
