using FactoryFlow.Production.Reports;
using JobStatus = FactoryFlow.Production.V1.Job.Types.Status;
using StepStatus = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Jobs;

/// <summary>How work that was reported is taken back, and how rejected pieces are worked again.</summary>
internal sealed partial record Job
{
    /// <summary>Takes a report of a step back: its pieces are open again, and what it earned is earned no more.</summary>
    /// <param name="stepId">The step.</param>
    /// <param name="past">The report and what became of it; null when there is none.</param>
    /// <param name="reason">Why.</param>
    /// <param name="correctionId">The id of the report that says so.</param>
    /// <param name="now">When.</param>
    public Reported TakeBack(Guid stepId, PastReport? past, string reason, Guid correctionId, DateTimeOffset now)
    {
        var step = Find(stepId);
        if (past is null) throw Reasons.StepNotCompleted.Refuse($"{step.Name} is not completed. Name the report that is to be taken back.");
        var report = past.Report;
        if (past.ReversedById is not null) throw Reasons.ReportNotReversible.Refuse($"Report {report.Id} was taken back already.", "report_id");
        if (report.ReversesId is not null) throw Reasons.ReportNotReversible.Refuse($"Report {report.Id} is a correction. Report the work again instead.", "report_id");

        var reopened = step.Minus(report, past.AnotherIsHeld) with { Status = StepStatus.InProgress, CompleteTime = null };
        if (After(step) is { } next && next.GoodQuantity + next.RejectedQuantity - next.ReturnedQuantity > reopened.GoodQuantity)
            throw Reasons.PiecesAlreadyUsed.Refuse(
                $"Without this report {step.Name} lets {reopened.GoodQuantity} pieces pass, but {next.Name} has reported {next.GoodQuantity + next.RejectedQuantity - next.ReturnedQuantity} of them. Reopen {next.Name} first.");
        if (step.ReworkedQuantity > reopened.RejectedQuantity)
            throw Reasons.PiecesAlreadyUsed.Refuse(
                $"Without this report {step.Name} rejects {reopened.RejectedQuantity} pieces, but {step.ReworkedQuantity} were sent back to be worked again. Take back a report that rejected fewer.");
        return new Reported(With(reopened, JobStatus.InProgress).PutBack(reopened), report.TakenBack(correctionId, reason, now));
    }

    /// <summary>Sends rejected pieces back to be worked again.</summary>
    public Job Rework(Guid stepId, Guid toStepId, int quantity)
    {
        var (step, to) = (Find(stepId), Find(toStepId));
        if (to.Order > step.Order || (!IsOrdered && to.Id != step.Id))
            throw Reasons.ReworkTargetInvalid.Refuse(
                IsOrdered ? $"{to.Name} comes after {step.Name}: rejects go back, not forward." : $"The steps of job {Number} stand in no order: rejects go back to the step that rejected them.",
                "to_step_id");
        var left = step.RejectedQuantity - step.ReworkedQuantity;
        if (quantity > left)
            throw Reasons.QuantityExceeded.Refuse(
                $"{step.Name} rejected {step.RejectedQuantity} pieces, {step.ReworkedQuantity} of which were sent back already: {quantity} cannot be.", "quantity");

        var after = With(step with { ReworkedQuantity = step.ReworkedQuantity + quantity }, JobStatus.InProgress);
        to = after.Find(toStepId);
        return after.With(to with { ReturnedQuantity = to.ReturnedQuantity + quantity }, JobStatus.InProgress).PutBack(to);
    }

    // What comes to a step comes to those behind it: they are not done either.
    private Job PutBack(Step from) => this with
    {
        Steps = [.. Steps.Select(s => s.Status == StepStatus.Completed && (s.Id == from.Id || (IsOrdered && s.Order > from.Order))
            ? s with { Status = StepStatus.InProgress, CompleteTime = null }
            : s)],
    };
}
