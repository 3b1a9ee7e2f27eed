using FactoryFlow.Platform.Auth;
using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;
using Status = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Tests.Jobs;

/// <summary>PATCH moves a step as :start and :complete do, by their very rules.</summary>
public sealed class UpdateJobTests(World world)
{
    private readonly Floor _floor = new(world);

    [Fact]
    public async Task A_step_moves_from_pending_to_in_progress_to_completed_and_earns()
    {
        var job = await _floor.Job(await _floor.Article(("Cutting", "0.5")), await _floor.Worker(), "Cutting");
        (await Move(job, "Cutting", Status.InProgress)).Step("Cutting").Status.ShouldBe(Status.InProgress);
        var done = (await Move(job, job.StepId("Cutting"), Status.Completed, good: 90)).Step("Cutting");
        (done.Status, done.GoodQuantity, done.Earned.Amount).ShouldBe((Status.Completed, 90, "45.0000"));
        (await _floor.Audited(job.StepId("Cutting"))).ShouldBe(["job_step.started", "job_step.completed"]);
        (await _floor.Facts<Events.Production.JobStepCompleted>()).ShouldHaveSingleItem().GoodQuantity.ShouldBe(90);
    }

    [Fact]
    public async Task It_is_refused_for_the_reasons_of_start_and_complete()
    {
        var job = await _floor.Job(await _floor.Article(("Cutting", "1")), await _floor.Worker(), "Cutting", "Sewing");
        (await Outcome(job, "Cutting", Status.Completed)).ShouldBe("STEP_NOT_STARTED");
        (await Outcome(job, "Sewing", Status.InProgress)).ShouldBe("EARLIER_STEP_NOT_COMPLETED");
        (await Outcome(job, "Polishing", Status.InProgress)).ShouldBe("STEP_NOT_FOUND");
        (await Outcome(new Production.V1.Job { Id = Guid.NewGuid().ToString() }, "Cutting", Status.InProgress)).ShouldBe("JOB_NOT_FOUND");
        await Move(job, "Cutting", Status.InProgress);
        (await Outcome(job, "Cutting", Status.InProgress)).ShouldBe("STEP_ALREADY_STARTED");
        (await Outcome(job, "Cutting", Status.Completed, good: 101)).ShouldBe("QUANTITY_EXCEEDED");
        await Move(job, "Cutting", Status.Completed);
        (await Outcome(job, "Cutting", Status.Completed)).ShouldBe("STEP_ALREADY_COMPLETED");
    }

    [Fact]
    public async Task A_fault_is_named()
    {
        var job = await _floor.Job(await _floor.Article());
        (await Floor.Refused(() => Move(job, "", Status.Pending))).Faults.Select(f => f.Field).ShouldBe(["step", "status"]);
        (await Floor.Refused(() => Move(job, "Cutting", Status.InProgress, good: 1))).Faults.Select(f => f.Field).ShouldBe(["good_quantity"]);
        var unknown = await Floor.Refused(() => Move(job, "Polishing", Status.InProgress));
        unknown.Message.ShouldBe("Job 1 has no step Polishing. It has Cutting, Sewing, Packing.");
    }

    [Fact]
    public async Task A_worker_who_signs_in_moves_their_own_steps_alone()
    {
        var user = Guid.NewGuid();
        var job = await _floor.Job(await _floor.Article(), await _floor.Worker(user), "Cutting");
        var others = await _floor.Job(await _floor.Article());
        (await Floor.Outcome(() => _floor.Jobs.UpdateJob(new() { JobId = job.Id, Step = "Cutting", Status = Status.InProgress }, _floor.CallOf(user, Scopes.Assigned)).InTime())).ShouldBeNull();
        (await Floor.Outcome(() => _floor.Jobs.UpdateJob(new() { JobId = others.Id, Step = "No such", Status = Status.InProgress }, _floor.CallOf(user, Scopes.Assigned)).InTime())).ShouldBe("JOB_NOT_FOUND");
    }

    [Fact]
    public async Task Of_many_who_complete_at_once_one_does()
    {
        var job = await _floor.Started(await _floor.Article(("Cutting", "1")));
        (await Floor.AtOnce(8, () => Move(job, "Cutting", Status.Completed))).Count(o => o is null).ShouldBe(1);
        (await _floor.Facts<Events.Production.JobStepCompleted>()).Count.ShouldBe(1);
    }

    private Task<string?> Outcome(Production.V1.Job job, string step, Status status, int? good = null) => Floor.Outcome(() => Move(job, step, status, good));

    private Task<Production.V1.Job> Move(Production.V1.Job job, string step, Status status, int? good = null)
    {
        var request = new UpdateJobRequest { JobId = job.Id, Step = step, Status = status };
        if (good is { } pieces) request.GoodQuantity = pieces;
        return _floor.Jobs.UpdateJob(request, _floor.Call()).InTime();
    }
}
