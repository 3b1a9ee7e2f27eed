using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Jobs;
using JobStatus = FactoryFlow.Production.V1.Job.Types.Status;
using StepStatus = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Tests.Jobs;

public sealed class JobTests
{
    private const StepStatus Pending = StepStatus.Pending, InProgress = StepStatus.InProgress, Completed = StepStatus.Completed;

    /// <summary>In order of precedence: where a row could be refused for a later reason as well, the earlier one is answered.</summary>
    public static TheoryData<string, object, StepStatus[], string> Refusals => new()
    {
        { "assign an unknown step", Change(j => j.AssignStep(Some.Id(9), Some.Worker)), [Pending], "STEP_NOT_FOUND" },
        { "assign a completed step", Change(j => j.AssignStep(Some.Id(1), Some.Worker)), [Completed], "STEP_ALREADY_COMPLETED" },
        { "start an unknown step", Change(j => j.StartStep(Some.Id(9), Some.Now)), [Pending], "STEP_NOT_FOUND" },
        { "start a completed step", Change(j => j.StartStep(Some.Id(2), Some.Now)), [Pending, Completed], "STEP_ALREADY_COMPLETED" },
        { "start a started step", Change(j => j.StartStep(Some.Id(2), Some.Now)), [Pending, InProgress], "STEP_ALREADY_STARTED" },
        { "start before an earlier step", Change(j => Unassigned(j).StartStep(Some.Id(2), Some.Now)), [Pending, Pending], "EARLIER_STEP_NOT_COMPLETED" },
        { "start while an earlier step is in progress", Change(j => j.StartStep(Some.Id(3), Some.Now)), [Completed, InProgress, Pending], "EARLIER_STEP_NOT_COMPLETED" },
        { "start what nobody has", Change(j => Unassigned(j).StartStep(Some.Id(1), Some.Now)), [Pending], "STEP_NOT_ASSIGNED" },
        { "complete an unknown step", Change(j => j.CompleteStep(Some.Id(9), 1, 0, null, Some.Now)), [InProgress], "STEP_NOT_FOUND" },
        { "complete a completed step", Change(j => j.CompleteStep(Some.Id(1), 101, 0, null, Some.Now)), [Completed], "STEP_ALREADY_COMPLETED" },
        { "complete a pending step", Change(j => j.CompleteStep(Some.Id(1), 101, 0, null, Some.Now)), [Pending], "STEP_NOT_STARTED" },
        { "more good than received", Change(j => j.CompleteStep(Some.Id(1), 101, 0, null, Some.Now)), [InProgress], "QUANTITY_EXCEEDED" },
        { "more together than received", Change(j => j.CompleteStep(Some.Id(1), 60, 41, null, Some.Now)), [InProgress], "QUANTITY_EXCEEDED" },
        { "more rejected than received", Change(j => j.CompleteStep(Some.Id(1), null, 101, null, Some.Now)), [InProgress], "QUANTITY_EXCEEDED" },
        { "more than the step before let pass", Change(j => j.CompleteStep(Some.Id(2), 91, 0, null, Some.Now)), [Completed, InProgress], "QUANTITY_EXCEEDED" },
        { "numbers that overflow together", Change(j => j.CompleteStep(Some.Id(1), int.MaxValue, int.MaxValue, null, Some.Now)), [InProgress], "QUANTITY_EXCEEDED" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_step_is_refused_for_the_first_reason_that_holds(string what, object change, StepStatus[] states, string reason) =>
        Should.Throw<Refusal>(() => ((Func<Job, Job>)change)(Some.Job(states)), what).Reason.Name.ShouldBe(reason);

    [Theory]
    [InlineData(101, 0, "good_quantity")]
    [InlineData(null, 101, "rejected_quantity")]
    public void Too_many_pieces_are_the_fault_of_the_field_that_says_so(int? good, int rejected, string field) =>
        Should.Throw<Refusal>(() => Some.Job(InProgress).CompleteStep(Some.Id(1), good, rejected, null, Some.Now)).Faults.Single().Field.ShouldBe(field);

    [Theory]
    [InlineData(null, 0, 100)]
    [InlineData(null, 3, 97)]
    [InlineData(null, 100, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(40, 60, 40)]
    public void Unless_said_otherwise_what_was_not_rejected_is_good(int? good, int rejected, int passed)
    {
        var step = Some.Job(InProgress).CompleteStep(Some.Id(1), good, rejected, null, Some.Now).Find(Some.Id(1));
        (step.GoodQuantity, step.RejectedQuantity, step.Status, step.CompleteTime).ShouldBe((passed, rejected, Completed, Some.Now));
    }

    [Fact]
    public void A_step_receives_what_the_one_before_let_pass() =>
        Some.Job(Completed, InProgress).CompleteStep(Some.Id(2), null, 0, null, Some.Now).Find(Some.Id(2)).GoodQuantity.ShouldBe(90);

    [Fact]
    public void A_paid_step_earns_its_rate_times_its_good_pieces()
    {
        var step = Some.Job(InProgress).CompleteStep(Some.Id(1), 99, 1, Some.Rate, Some.Now).Find(Some.Id(1));
        (step.Rate, step.Earned, step.IsHeld).ShouldBe((Some.Rate, 12.3750m, false));
    }

    [Fact]
    public void A_paid_step_without_a_rate_is_held_and_never_silently_zero()
    {
        var step = Some.Job(InProgress).CompleteStep(Some.Id(1), 99, 1, null, Some.Now).Find(Some.Id(1));
        (step.Rate, step.Earned, step.IsHeld).ShouldBe((null, null, true));
    }

    [Fact]
    public void An_unpaid_step_earns_nothing_even_where_there_is_a_rate()
    {
        var job = Some.Job() with { Steps = [Some.Step(1, InProgress, isPaid: false)] };
        var step = job.CompleteStep(Some.Id(1), 99, 1, Some.Rate, Some.Now).Find(Some.Id(1));
        (step.Rate, step.Earned, step.IsHeld).ShouldBe((null, null, false));
    }

    [Fact]
    public void A_job_goes_along_with_its_steps()
    {
        var job = Some.Job(Pending, Pending).StartStep(Some.Id(1), Some.Now);
        (job.Status, job.Find(Some.Id(1)).StartTime).ShouldBe((JobStatus.InProgress, Some.Now));
        job = job.CompleteStep(Some.Id(1), null, 0, null, Some.Now);
        job.Status.ShouldBe(JobStatus.InProgress);
        job.StartStep(Some.Id(2), Some.Now).CompleteStep(Some.Id(2), null, 0, null, Some.Now).Status.ShouldBe(JobStatus.Completed);
    }

    [Theory]
    [InlineData(Pending)]
    [InlineData(InProgress)]
    public void A_step_that_is_not_completed_can_go_to_another_worker(StepStatus state)
    {
        var (job, other) = (Some.Job(state), Guid.NewGuid());
        var after = job.AssignStep(Some.Id(1), other);
        (after.Find(Some.Id(1)).WorkerId, after.Status).ShouldBe((other, job.Status));
    }

    // A job is none of xunit's business; a function is.
    private static Func<Job, Job> Change(Func<Job, Job> change) => change;

    private static Job Unassigned(Job job) => job with { Steps = [.. job.Steps.Select(s => s with { WorkerId = null })] };
}
