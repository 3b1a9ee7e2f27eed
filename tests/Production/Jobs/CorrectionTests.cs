using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Reports;
using StepStatus = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Tests.Jobs;

/// <summary>Taking back what was reported, and working again what was rejected.</summary>
public sealed class CorrectionTests
{
    private const StepStatus Pending = StepStatus.Pending, InProgress = StepStatus.InProgress, Completed = StepStatus.Completed;

    [Fact]
    public void Taking_a_report_back_is_as_if_it_had_never_been_made()
    {
        var before = Some.Job(InProgress).ReportStep(Some.Id(1), Some.Work(30, 5), Some.Rate, Guid.NewGuid()).Job;
        var (job, report) = before.CompleteStep(Some.Id(1), Some.Work(60, 3), Some.Rate, Guid.NewGuid());
        var (after, correction) = job.TakeBack(Some.Id(1), new PastReport(report, null, false), "Counted twice.", Guid.NewGuid(), Some.Now);
        after.Find(Some.Id(1)).ShouldBe(before.Find(Some.Id(1)));
        (correction.Good, correction.Rejected, correction.Earned, correction.ReversesId, correction.Reason).ShouldBe((-60, -3, -7.5m, report.Id, "Counted twice."));
    }

    [Fact]
    public void What_is_behind_a_reopened_step_is_not_done_either()
    {
        var (job, nothing) = Some.Job(InProgress, Pending).ReportStep(Some.Id(1), Some.Work(30), null, Guid.NewGuid()).Job.CompleteStep(Some.Id(1), Some.Work(0), null, Guid.NewGuid());
        job = job.StartStep(Some.Id(2), Some.Now).Complete(Some.Id(2), 30, 0, null);
        job = job.TakeBack(Some.Id(1), new PastReport(nothing, null, false), "", Guid.NewGuid(), Some.Now).Job;
        job.Steps.Select(s => s.Status).ShouldBe([InProgress, InProgress]);
        job.Status.ShouldBe(V1.Job.Types.Status.InProgress);
    }

    [Fact]
    public void Pieces_that_the_next_step_has_reported_stay()
    {
        var (job, report) = Some.Job(InProgress, Pending).CompleteStep(Some.Id(1), Some.Work(null), null, Guid.NewGuid());
        job = job.StartStep(Some.Id(2), Some.Now).ReportStep(Some.Id(2), Some.Work(1), null, Guid.NewGuid()).Job;
        var refusal = Should.Throw<Refusal>(() => job.TakeBack(Some.Id(1), new PastReport(report, null, false), "", Guid.NewGuid(), Some.Now));
        (refusal.Reason.Name, refusal.Message).ShouldBe(("PIECES_ALREADY_USED", "Without this report Step 1 lets 0 pieces pass, but Step 2 has reported 1 of them. Reopen Step 2 first."));
    }

    [Fact]
    public void Rejects_that_were_sent_back_stay()
    {
        var (job, report) = Some.Job(InProgress).ReportStep(Some.Id(1), Some.Work(0, 10), null, Guid.NewGuid());
        job = job.Rework(Some.Id(1), Some.Id(1), 4);
        Should.Throw<Refusal>(() => job.TakeBack(Some.Id(1), new PastReport(report, null, false), "", Guid.NewGuid(), Some.Now)).Reason.Name.ShouldBe("PIECES_ALREADY_USED");
    }

    [Fact]
    public void A_report_is_taken_back_once_and_a_correction_never()
    {
        var (job, report) = Some.Job(InProgress).CompleteStep(Some.Id(1), Some.Work(null), null, Guid.NewGuid());
        Refused(new PastReport(report, Guid.NewGuid(), false));
        Refused(new PastReport(report.TakenBack(Guid.NewGuid(), "", Some.Now), null, false));
        void Refused(PastReport past) => Should.Throw<Refusal>(() => job.TakeBack(Some.Id(1), past, "", Guid.NewGuid(), Some.Now)).Reason.Name.ShouldBe("REPORT_NOT_REVERSIBLE");
    }

    [Fact]
    public void Rejects_go_back_to_a_step_before_and_come_again_to_those_behind_it()
    {
        var job = Some.Job(InProgress, Pending, Pending).Complete(Some.Id(1), null, 0, null).StartStep(Some.Id(2), Some.Now);
        job = job.Complete(Some.Id(2), 90, 10, null).Rework(Some.Id(2), Some.Id(1), 8);
        job.Steps.Select(s => s.Status).ShouldBe([InProgress, InProgress, Pending]);
        (job.Open(job.Steps[0]), job.Open(job.Steps[1]), job.Open(job.Steps[2])).ShouldBe((8, 0, 90));
        job = job.Complete(Some.Id(1), 7, 1, null);
        job = job.Complete(Some.Id(2), 7, 0, null);
        (job.Steps[2].Status, job.Open(job.Steps[2])).ShouldBe((Pending, 97));
        job.Steps.Sum(s => s.RejectedQuantity - s.ReworkedQuantity).ShouldBe(3);
    }

    [Fact]
    public void What_is_still_held_stays_held_when_another_report_is_taken_back()
    {
        var (job, report) = Some.Job(InProgress).ReportStep(Some.Id(1), Some.Work(5), null, Guid.NewGuid());
        job = job.ReportStep(Some.Id(1), Some.Work(5), null, Guid.NewGuid()).Job;
        job.TakeBack(Some.Id(1), new PastReport(report, null, AnotherIsHeld: true), "", Guid.NewGuid(), Some.Now).Job.Find(Some.Id(1)).IsHeld.ShouldBeTrue();
        job.TakeBack(Some.Id(1), new PastReport(report, null, AnotherIsHeld: false), "", Guid.NewGuid(), Some.Now).Job.Find(Some.Id(1)).IsHeld.ShouldBeFalse();
    }

    [Fact]
    public void What_was_released_is_taken_back_with_its_wage()
    {
        var (job, held) = Some.Job(InProgress).ReportStep(Some.Id(1), Some.Work(8), null, Guid.NewGuid());
        (held.IsHeld, held.Earned).ShouldBe((true, null));
        var released = held.Released(Some.Rate);
        (released.IsHeld, released.Earned).ShouldBe((false, 1m));
        job.TakeBack(Some.Id(1), new PastReport(released, null, false), "", Guid.NewGuid(), Some.Now).Report.Earned.ShouldBe(-1m);
    }
}
