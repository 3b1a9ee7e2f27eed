using FactoryFlow.Events.Production;
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
        { "complete an unknown step", Change(j => j.Complete(Some.Id(9), 1, 0, null)), [InProgress], "STEP_NOT_FOUND" },
        { "complete a completed step", Change(j => j.Complete(Some.Id(1), 101, 0, null)), [Completed], "STEP_ALREADY_COMPLETED" },
        { "complete a pending step", Change(j => j.Complete(Some.Id(1), 101, 0, null)), [Pending], "STEP_NOT_STARTED" },
        { "complete before an earlier step", Change(j => j.Complete(Some.Id(2), 101, 0, null)), [InProgress, InProgress], "EARLIER_STEP_NOT_COMPLETED" },
        { "report at an unknown step", Change(j => Report(j, 9, 1)), [InProgress], "STEP_NOT_FOUND" },
        { "report at a completed step", Change(j => Report(j, 1, 101)), [Completed], "STEP_ALREADY_COMPLETED" },
        { "report at a pending step", Change(j => Report(j, 1, 101)), [Pending], "STEP_NOT_STARTED" },
        { "an unknown reason", Change(j => Rejecting(j, "LOST", 101)), [InProgress], "REJECT_REASON_UNKNOWN" },
        { "shares of other pieces", Change(j => Sharing(j, 101, 60, 40)), [InProgress], "SHARES_MISMATCH" },
        { "report more than received", Change(j => Report(j, 1, 60, 41)), [InProgress], "QUANTITY_EXCEEDED" },
        { "report more than is left", Change(j => Report(Report(j, 1, 60), 1, 41)), [InProgress], "QUANTITY_EXCEEDED" },
        { "complete more than is left", Change(j => Report(j, 1, 60).Complete(Some.Id(1), 41, 0, null)), [InProgress], "QUANTITY_EXCEEDED" },
        { "report more than arrived", Change(j => Report(Report(j, 1, 30).StartStep(Some.Id(2), Some.Now), 2, 31)), [InProgress, Pending], "QUANTITY_EXCEEDED" },
        { "rework at an unknown step", Change(j => j.Rework(Some.Id(9), Some.Id(1), 1)), [InProgress], "STEP_NOT_FOUND" },
        { "rework to an unknown step", Change(j => j.Rework(Some.Id(1), Some.Id(9), 1)), [InProgress], "STEP_NOT_FOUND" },
        { "rework to a later step", Change(j => j.Rework(Some.Id(1), Some.Id(2), 1)), [InProgress, Pending], "REWORK_TARGET_INVALID" },
        { "rework more than was rejected", Change(j => Report(j, 1, 0, 5).Rework(Some.Id(1), Some.Id(1), 6)), [InProgress], "QUANTITY_EXCEEDED" },
        { "rework again what was sent back", Change(j => Report(j, 1, 0, 5).Rework(Some.Id(1), Some.Id(1), 3).Rework(Some.Id(1), Some.Id(1), 3)), [InProgress], "QUANTITY_EXCEEDED" },
        { "reopen an unknown step", Change(j => j.TakeBack(Some.Id(9), null, "", Guid.Empty, Some.Now).Job), [InProgress], "STEP_NOT_FOUND" },
        { "reopen what is not completed", Change(j => j.TakeBack(Some.Id(1), null, "", Guid.Empty, Some.Now).Job), [InProgress], "STEP_NOT_COMPLETED" },
        { "more good than received", Change(j => j.Complete(Some.Id(1), 101, 0, null)), [InProgress], "QUANTITY_EXCEEDED" },
        { "more together than received", Change(j => j.Complete(Some.Id(1), 60, 41, null)), [InProgress], "QUANTITY_EXCEEDED" },
        { "more rejected than received", Change(j => j.Complete(Some.Id(1), null, 101, null)), [InProgress], "QUANTITY_EXCEEDED" },
        { "more than the step before let pass", Change(j => j.Complete(Some.Id(2), 91, 0, null)), [Completed, InProgress], "QUANTITY_EXCEEDED" },
        { "numbers that overflow together", Change(j => j.Complete(Some.Id(1), int.MaxValue, int.MaxValue, null)), [InProgress], "QUANTITY_EXCEEDED" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_step_is_refused_for_the_first_reason_that_holds(string what, object change, StepStatus[] states, string reason) =>
        Should.Throw<Refusal>(() => ((Func<Job, Job>)change)(Some.Job(states)), what).Reason.Name.ShouldBe(reason);

    [Theory]
    [InlineData(101, 0, "good_quantity")]
    [InlineData(null, 101, "rejected_quantity")]
    public void Too_many_pieces_are_the_fault_of_the_field_that_says_so(int? good, int rejected, string field) =>
        Should.Throw<Refusal>(() => Some.Job(InProgress).Complete(Some.Id(1), good, rejected, null)).Faults.Single().Field.ShouldBe(field);

    [Theory]
    [InlineData(null, 0, 100)]
    [InlineData(null, 3, 97)]
    [InlineData(null, 100, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(40, 60, 40)]
    public void Unless_said_otherwise_what_was_not_rejected_is_good(int? good, int rejected, int passed)
    {
        var step = Some.Job(InProgress).Complete(Some.Id(1), good, rejected, null).Find(Some.Id(1));
        (step.GoodQuantity, step.RejectedQuantity, step.Status, step.CompleteTime).ShouldBe((passed, rejected, Completed, Some.Now));
    }

    [Fact]
    public void A_step_receives_what_the_one_before_let_pass() =>
        Some.Job(Completed, InProgress).Complete(Some.Id(2), null, 0, null).Find(Some.Id(2)).GoodQuantity.ShouldBe(90);

    [Fact]
    public void A_paid_step_earns_its_rate_times_its_good_pieces()
    {
        var step = Some.Job(InProgress).Complete(Some.Id(1), 99, 1, Some.Rate).Find(Some.Id(1));
        (step.Rate, step.Earned, step.IsHeld).ShouldBe((Some.Rate, 12.3750m, false));
    }

    [Fact]
    public void A_paid_step_without_a_rate_is_held_and_never_silently_zero()
    {
        var step = Some.Job(InProgress).Complete(Some.Id(1), 99, 1, null).Find(Some.Id(1));
        (step.Rate, step.Earned, step.IsHeld).ShouldBe((null, null, true));
    }

    [Fact]
    public void An_unpaid_step_earns_nothing_even_where_there_is_a_rate()
    {
        var job = Some.Job() with { Steps = [Some.Step(1, InProgress, isPaid: false)] };
        var step = job.Complete(Some.Id(1), 99, 1, Some.Rate).Find(Some.Id(1));
        (step.Rate, step.Earned, step.IsHeld).ShouldBe((null, null, false));
    }

    [Fact]
    public void A_job_goes_along_with_its_steps()
    {
        var job = Some.Job(Pending, Pending).StartStep(Some.Id(1), Some.Now);
        (job.Status, job.Find(Some.Id(1)).StartTime).ShouldBe((JobStatus.InProgress, Some.Now));
        job = job.Complete(Some.Id(1), null, 0, null);
        job.Status.ShouldBe(JobStatus.InProgress);
        job.StartStep(Some.Id(2), Some.Now).Complete(Some.Id(2), null, 0, null).Status.ShouldBe(JobStatus.Completed);
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

    [Fact]
    public void The_next_step_starts_on_what_has_arrived()
    {
        var job = Report(Some.Job(InProgress, Pending, Pending), 1, 30);
        job.Received(job.Find(Some.Id(2))).ShouldBe(30);
        job = Report(job.StartStep(Some.Id(2), Some.Now), 2, 20, 10);
        Should.Throw<Refusal>(() => job.StartStep(Some.Id(1), Some.Now)).Reason.Name.ShouldBe("STEP_ALREADY_STARTED");
        job.StartStep(Some.Id(3), Some.Now).Find(Some.Id(3)).Status.ShouldBe(InProgress);
        job.Open(job.Find(Some.Id(1))).ShouldBe(70);
    }

    [Fact]
    public void The_final_report_is_of_what_is_not_reported_yet()
    {
        var job = Report(Some.Job(InProgress), 1, 30, 5);
        var (after, report) = job.CompleteStep(Some.Id(1), Some.Work(null, 10), Some.Rate, Guid.NewGuid());
        (report.Good, report.Rejected, report.Earned).ShouldBe((55, 10, 6.8750m));
        var step = after.Find(Some.Id(1));
        (step.GoodQuantity, step.RejectedQuantity, step.Earned, step.Status).ShouldBe((85, 15, 10.6250m, Completed));
    }

    [Fact]
    public void A_refusal_names_what_was_received_what_is_reported_and_what_was_asked() =>
        Should.Throw<Refusal>(() => Report(Report(Some.Job(InProgress), 1, 60, 5), 1, 30, 6)).Message
            .ShouldBe("Step 1 received 100 pieces, 65 of which are reported already, but 30 good and 6 rejected are reported now.");

    [Fact]
    public void Where_steps_stand_in_no_order_each_works_on_all_pieces()
    {
        var job = Some.Job(Pending, Pending) with { IsOrdered = false };
        job = Report(job.StartStep(Some.Id(2), Some.Now), 2, 95, 5).Complete(Some.Id(2), 0, 0, null);
        job.Find(Some.Id(2)).Status.ShouldBe(Completed);
        job = job.StartStep(Some.Id(1), Some.Now);
        Should.Throw<Refusal>(() => Report(job, 1, 0, 96)).Message.ShouldBe("The job has 100 pieces, 5 of which its steps have rejected already, but Step 1 rejects 96 more.");
        Report(job, 1, 5, 95).Find(Some.Id(1)).RejectedQuantity.ShouldBe(95);
        Should.Throw<Refusal>(() => job.Rework(Some.Id(2), Some.Id(1), 1)).Reason.Name.ShouldBe("REWORK_TARGET_INVALID");
    }

    [Fact]
    public void Without_a_good_piece_there_is_nothing_to_hold()
    {
        var (job, report) = Some.Job(InProgress).CompleteStep(Some.Id(1), Some.Work(0, 100), null, Guid.NewGuid());
        (report.IsHeld, report.Earned, job.Find(Some.Id(1)).IsHeld).ShouldBe((false, 0m, false));
    }

    // A job is none of xunit's business; a function is.
    private static Func<Job, Job> Change(Func<Job, Job> change) => change;

    private static Job Report(Job job, int step, int good, int rejected = 0) => job.ReportStep(Some.Id(step), Some.Work(good, rejected), Some.Rate, Guid.NewGuid()).Job;

    private static Job Rejecting(Job job, string reason, int pieces) =>
        (job with { RejectReasons = ["TORN"] }).ReportStep(Some.Id(1), Some.Work(0, pieces) with { Rejects = [new(reason, pieces)] }, null, Guid.NewGuid()).Job;

    private static Job Sharing(Job job, int good, params int[] pieces) => job.ReportStep(
        Some.Id(1), Some.Work(good) with { Shares = [.. pieces.Select(p => new WageShare { WorkerId = Guid.NewGuid(), Basis = "PIECES", Part = p })] }, null, Guid.NewGuid()).Job;

    private static Job Unassigned(Job job) => job with { Steps = [.. job.Steps.Select(s => s with { WorkerId = null })] };
}
