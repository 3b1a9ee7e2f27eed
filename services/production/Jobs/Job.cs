using JobStatus = FactoryFlow.Production.V1.Job.Types.Status;
using StepStatus = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Jobs;

/// <summary>A job and its steps in order. The rules are pure: each answers the job as it is afterwards, or refuses.</summary>
internal sealed record Job(
    Guid Id, int Number, Guid ArticleId, JobStatus Status, string Quantities, int TotalQuantity, string Attributes, string Currency,
    int ConfigVersion, DateTimeOffset CreateTime, IReadOnlyList<Step> Steps)
{
    /// <summary>Gives a step to a worker.</summary>
    public Job AssignStep(Guid stepId, Guid workerId)
    {
        var step = Find(stepId);
        if (step.Status == StepStatus.Completed)
            throw Reasons.StepAlreadyCompleted.Refuse($"{step.Name} is completed; who did it is not changed.");
        return With(step with { WorkerId = workerId }, Status);
    }

    /// <summary>PENDING to IN_PROGRESS.</summary>
    public Job StartStep(Guid stepId, DateTimeOffset now)
    {
        var step = Find(stepId);
        if (step.Status == StepStatus.Completed) throw Reasons.StepAlreadyCompleted.Refuse($"{step.Name} is completed already.");
        if (step.Status == StepStatus.InProgress) throw Reasons.StepAlreadyStarted.Refuse($"{step.Name} is in progress already. Complete it.");
        if (Steps.FirstOrDefault(s => s.Order < step.Order && s.Status != StepStatus.Completed) is { } earlier)
            throw Reasons.EarlierStepNotCompleted.Refuse($"{earlier.Name} comes before {step.Name} and is not completed.");
        if (step.WorkerId is null) throw Reasons.StepNotAssigned.Refuse($"Nobody has {step.Name}. Assign a worker first.");
        return With(step with { Status = StepStatus.InProgress, StartTime = now }, JobStatus.InProgress);
    }

    /// <summary>IN_PROGRESS to COMPLETED: fixes the pieces, and on a paid step the rate and what it earned.</summary>
    /// <param name="stepId">The step.</param>
    /// <param name="good">Pieces that passed; all that were received and not rejected when null.</param>
    /// <param name="rejected">Pieces that did not.</param>
    /// <param name="rate">The rate in force; null when there is none, which holds a paid step.</param>
    /// <param name="now">The time.</param>
    public Job CompleteStep(Guid stepId, int? good, int rejected, Rate? rate, DateTimeOffset now)
    {
        var step = Find(stepId);
        if (step.Status == StepStatus.Completed) throw Reasons.StepAlreadyCompleted.Refuse($"{step.Name} is completed already.");
        if (step.Status == StepStatus.Pending) throw Reasons.StepNotStarted.Refuse($"{step.Name} is pending. Start it before completing it.");

        var received = Received(step);
        var passed = good ?? Math.Max(0, received - rejected);
        if ((long)passed + rejected > received)
            throw Reasons.QuantityExceeded.Refuse(
                $"{step.Name} received {received} pieces, but {passed} good and {rejected} rejected are reported.", good is null ? "rejected_quantity" : "good_quantity");

        var completed = step with { Status = StepStatus.Completed, GoodQuantity = passed, RejectedQuantity = rejected, CompleteTime = now };
        if (step.IsPaid)
            completed = rate is null ? completed with { IsHeld = true } : completed with { Rate = rate, Earned = rate.Amount * passed };
        return With(completed, Steps.All(s => s.Id == stepId || s.Status == StepStatus.Completed) ? JobStatus.Completed : JobStatus.InProgress);
    }

    /// <summary>The step of that id.</summary>
    public Step Find(Guid stepId) => Steps.FirstOrDefault(s => s.Id == stepId)
        ?? throw Reasons.StepNotFound.Refuse($"Job {Number} has no step {stepId}.");

    // What the step before let pass; the first step receives the whole job.
    private int Received(Step step) => Steps.LastOrDefault(s => s.Order < step.Order)?.GoodQuantity ?? TotalQuantity;

    private Job With(Step changed, JobStatus status) => this with { Status = status, Steps = [.. Steps.Select(s => s.Id == changed.Id ? changed : s)] };
}

/// <summary>One step of a job.</summary>
internal sealed record Step(
    Guid Id, string Name, int Order, bool IsPaid, StepStatus Status, Guid? WorkerId, int GoodQuantity, int RejectedQuantity,
    Rate? Rate, decimal? Earned, bool IsHeld, DateTimeOffset? StartTime, DateTimeOffset? CompleteTime);

/// <summary>What a piece pays, in a version that never changes.</summary>
internal sealed record Rate(Guid VersionId, decimal Amount);
