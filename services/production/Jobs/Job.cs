using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Reports;
using FactoryFlow.Production.V1;
using JobStatus = FactoryFlow.Production.V1.Job.Types.Status;
using StepStatus = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Jobs;

/// <summary>A job and its steps in order. The rules are pure: each answers the job as it is afterwards, or refuses.</summary>
/// <remarks>
/// Where the steps stand in order, a piece goes from step to step: each step received what the one before let pass. Otherwise each step works
/// on all pieces of the job, whatever the others do. Either way no step reports more pieces than it received.
/// </remarks>
internal sealed partial record Job(
    Guid Id, int Number, Guid ArticleId, JobStatus Status, string Quantities, int TotalQuantity, string Attributes, string Currency,
    int ConfigVersion, bool IsOrdered, IReadOnlyList<string> RejectReasons, DateTimeOffset CreateTime, IReadOnlyList<Step> Steps)
{
    /// <summary>The order that it belongs to; null when it belongs to none.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>Gives a step to a worker, or to several with shares, whose first is the worker.</summary>
    public Job AssignStep(Guid stepId, Guid workerId, IReadOnlyList<WageShare>? shares = null)
    {
        var step = Find(stepId);
        if (step.Status == StepStatus.Completed)
            throw Reasons.StepAlreadyCompleted.Refuse($"{step.Name} is completed; who did it is not changed.");
        return With(step with { WorkerId = workerId, Shares = shares }, Status);
    }

    /// <summary>PENDING to IN_PROGRESS.</summary>
    public Job StartStep(Guid stepId, DateTimeOffset time)
    {
        var step = Find(stepId);
        if (step.Status == StepStatus.Completed) throw Reasons.StepAlreadyCompleted.Refuse($"{step.Name} is completed already.");
        if (step.Status == StepStatus.InProgress) throw Reasons.StepAlreadyStarted.Refuse($"{step.Name} is in progress already. Complete it.");
        // What has arrived can be worked on while the step before goes on with the rest.
        if (EarlierInProgress(step) is { } earlier && Received(step) == 0)
            throw Reasons.EarlierStepNotCompleted.Refuse($"{earlier.Name} comes before {step.Name}, is not completed and has let no piece pass.");
        if (step.WorkerId is null) throw Reasons.StepNotAssigned.Refuse($"Nobody has {step.Name}. Assign a worker first.");
        return With(step with { Status = StepStatus.InProgress, StartTime = time }, JobStatus.InProgress);
    }

    /// <summary>Some pieces of a step in progress; the rest is still to come.</summary>
    public Reported ReportStep(Guid stepId, Work work, Rate? rate, Guid reportId)
    {
        var step = FindInProgress(stepId);
        var report = ReportOf(step, work, work.Good ?? 0, rate, reportId, StepReport.Types.Kind.Progress);
        return new Reported(With(step.Plus(report), JobStatus.InProgress), report);
    }

    /// <summary>IN_PROGRESS to COMPLETED: the final report of a step, for what is not reported yet.</summary>
    public Reported CompleteStep(Guid stepId, Work work, Rate? rate, Guid reportId)
    {
        var step = FindInProgress(stepId);
        if (EarlierInProgress(step) is { } earlier)
            throw Reasons.EarlierStepNotCompleted.Refuse($"{earlier.Name} comes before {step.Name} and is not completed: more pieces may come. Report what is done so far instead.");
        var report = ReportOf(step, work, work.Good ?? Math.Max(0, Open(step) - work.Rejected), rate, reportId, StepReport.Types.Kind.Completion);
        var completed = step.Plus(report) with { Status = StepStatus.Completed, CompleteTime = work.Time < step.StartTime ? step.StartTime : work.Time };
        return new Reported(With(completed, Steps.All(s => s.Id == stepId || s.Status == StepStatus.Completed) ? JobStatus.Completed : JobStatus.InProgress), report);
    }

    /// <summary>The step of that id.</summary>
    public Step Find(Guid stepId) => Steps.FirstOrDefault(s => s.Id == stepId)
        ?? throw Reasons.StepNotFound.Refuse($"Job {Number} has no step {stepId}.");

    /// <summary>The step of that name or id.</summary>
    public Step Find(string nameOrId) => Steps.FirstOrDefault(s => s.IsCalled(nameOrId))
        ?? throw Reasons.StepNotFound.Refuse($"Job {Number} has no step {nameOrId}. It has {string.Join(", ", Steps.Select(s => s.Name))}.", "step");

    /// <summary>All pieces that a step got to work on so far, those that came back included.</summary>
    public int Received(Step step) => step.ReturnedQuantity + (Before(step) is { } before ? before.GoodQuantity : TotalQuantity);

    /// <summary>Pieces that a step received and has not reported.</summary>
    public int Open(Step step) => Received(step) - step.GoodQuantity - step.RejectedQuantity;

    // Null for the first step, and where each step works on all pieces.
    private Step? Before(Step step) => IsOrdered ? Steps.LastOrDefault(s => s.Order < step.Order) : null;

    private Step? After(Step step) => IsOrdered ? Steps.FirstOrDefault(s => s.Order > step.Order) : null;

    private Step? EarlierInProgress(Step step) => IsOrdered ? Steps.FirstOrDefault(s => s.Order < step.Order && s.Status != StepStatus.Completed) : null;

    private Step FindInProgress(Guid stepId)
    {
        var step = Find(stepId);
        if (step.Status == StepStatus.Completed) throw Reasons.StepAlreadyCompleted.Refuse($"{step.Name} is completed already.");
        if (step.Status == StepStatus.Pending) throw Reasons.StepNotStarted.Refuse($"{step.Name} is pending. Start it first.");
        return step;
    }

    private Report ReportOf(Step step, Work work, int good, Rate? rate, Guid reportId, StepReport.Types.Kind kind)
    {
        RequireExistedAt(work.Time);
        foreach (var reject in work.Rejects)
            if (RejectReasons.Count > 0 && !RejectReasons.Contains(reject.Reason))
                throw Reasons.RejectReasonUnknown.Refuse($"{reject.Reason} is none of the reasons that the job knows: {string.Join(", ", RejectReasons)}.", "rejects");
        if (work.Shares is { } given && given[0].Basis == Shares.Pieces && given.Sum(s => s.Part) != good)
            throw Reasons.SharesMismatch.Refuse(FormattableString.Invariant($"The shares are {given.Sum(s => s.Part):0.####} pieces together, but {good} are good."), "shares");
        RequireReceived(step, work, good);

        var shares = work.Shares ?? (work.WorkerId is null ? step.Shares : null);
        return Report.Of(reportId, kind, step, work, good, work.WorkerId ?? shares?[0].WorkerId ?? step.WorkerId!.Value, shares, rate);
    }

    // The time decides the rate: work at a job that was not there yet would choose one that never held for it.
    private void RequireExistedAt(DateTimeOffset time)
    {
        var check = new Check();
        check.That(time >= CreateTime - Work.Skew, "occur_time", "is before the job was created");
        check.Done();
    }

    private void RequireReceived(Step step, Work work, int good)
    {
        if ((long)good + work.Rejected > Open(step))
        {
            var (received, reported) = (Received(step), step.GoodQuantity + step.RejectedQuantity);
            throw Reasons.QuantityExceeded.Refuse(
                $"{step.Name} received {received} pieces, {reported} of which are reported already, but {good} good and {work.Rejected} rejected are reported now.",
                work.Good is null ? "rejected_quantity" : "good_quantity");
        }

        // Where each step has all pieces, no step's own count would notice that a piece is thrown away twice.
        var thrownAway = Steps.Sum(s => (long)s.RejectedQuantity - s.ReworkedQuantity);
        if (thrownAway + work.Rejected > TotalQuantity)
            throw Reasons.QuantityExceeded.Refuse(
                $"The job has {TotalQuantity} pieces, {thrownAway} of which its steps have rejected already, but {step.Name} rejects {work.Rejected} more.", "rejected_quantity");
    }

    private Job With(Step changed, JobStatus status) => this with { Status = status, Steps = [.. Steps.Select(s => s.Id == changed.Id ? changed : s)] };
}

/// <summary>A job after a report of work, and the report.</summary>
internal sealed record Reported(Job Job, Report Report);
