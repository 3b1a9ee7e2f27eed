using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;
using Kind = FactoryFlow.Production.V1.StepReport.Types.Kind;

namespace FactoryFlow.Production.Tests.Reports;

public sealed class ReportTests(World world)
{
    private readonly Floor _floor = new(world);

    [Fact]
    public async Task Each_report_earns_what_it_finished_and_tells_of_its_own_pieces()
    {
        var job = await _floor.Started(await _floor.Article(("Cutting", "0.2500")));
        job = await _floor.Report(job, "Cutting", good: 30, rejected: 2);
        job = await _floor.Complete(job, "Cutting");
        (job.Step("Cutting").GoodQuantity, job.Step("Cutting").RejectedQuantity, job.Step("Cutting").Earned.Amount).ShouldBe((98, 2, "24.5000"));
        var progressed = (await _floor.Facts<JobStepProgressed>()).Single();
        var completed = (await _floor.Facts<JobStepCompleted>()).Single();
        (progressed.GoodQuantity, progressed.RejectedQuantity, progressed.Rate).ShouldBe((30, 2, 0.25m));
        (completed.GoodQuantity, completed.RejectedQuantity, completed.Rate).ShouldBe((68, 0, 0.25m));
        (await _floor.ReportsOf(job, "Cutting")).Select(r => (r.Kind, r.GoodQuantity, r.Earned.Amount, r.Id))
            .ShouldBe([(Kind.Progress, 30, "7.5000", progressed.ReportId.ToString()!), (Kind.Completion, 68, "17.0000", completed.ReportId.ToString()!)]);
        (await _floor.Audited(job.StepId("Cutting"))).ShouldBe(["job_step.started", "job_step.progressed", "job_step.completed"]);
    }

    [Fact]
    public async Task Several_workers_share_a_wage_as_the_report_says_or_else_as_the_step_is_assigned()
    {
        var (anna, ben) = (await _floor.Worker(), await _floor.Worker());
        var job = await _floor.Started(await _floor.Article(("Cutting", "0.3333")));
        await _floor.Jobs.AssignJobStep(Assign(job, Share.Types.Basis.Weight, (anna, "2"), (ben, "1")), _floor.Call()).InTime();
        job = await _floor.Report(job, "Cutting", good: 1);
        job = await _floor.Report(job, "Cutting", good: 10, change: r => (r.ShareBasis, _) = (Share.Types.Basis.Pieces, Add(r.Shares, (ben, "7"), (anna, "3"))));
        (job.Step("Cutting").WorkerId, job.Step("Cutting").ShareBasis, job.Step("Cutting").Shares.Count).ShouldBe((anna.ToString(), Share.Types.Basis.Weight, 2));
        var facts = await _floor.Facts<JobStepProgressed>();
        facts.Select(f => f.WorkerId).ShouldBe([anna, ben]);
        facts.Select(f => string.Join(' ', f.Shares!.Select(s => $"{s.Basis} {s.Amount:0.0000}"))).ShouldBe(["WEIGHT 0.2222 WEIGHT 0.1111", "PIECES 2.3331 PIECES 0.9999"]);
        (await _floor.ReportsOf(job, "Cutting"))[1].Shares.Select(s => s.Amount.Amount).ShouldBe(["2.3331", "0.9999"]);
    }

    [Fact]
    public async Task A_report_says_what_was_rejected_for_what()
    {
        _floor.Configure(c => c.RejectReasons.Add(["TORN", "STAINED"]));
        var job = await _floor.Started(await _floor.Article());
        job = await _floor.Report(job, "Cutting", good: 0, change: r => r.Rejects.Add([new() { Reason = "TORN", Quantity = 2 }, new() { Reason = "STAINED", Quantity = 1 }]));
        job.Step("Cutting").RejectedQuantity.ShouldBe(3);
        (await _floor.ReportsOf(job, "Cutting"))[0].Rejects.Select(r => (r.Reason, r.Quantity)).ShouldBe([("TORN", 2), ("STAINED", 1)]);
        (await Floor.Refused(() => _floor.Report(job, "Cutting", 0, change: r => r.Rejects.Add(new Reject { Reason = "LOST", Quantity = 1 })))).Reason.Name.ShouldBe("REJECT_REASON_UNKNOWN");
    }

    [Fact]
    public async Task The_rate_is_that_of_when_the_work_was_done()
    {
        var floor = new Floor(world) { Age = TimeSpan.FromDays(4) };
        var article = await floor.Article(("Cutting", "1"));
        await floor.Rate(article, "Cutting", "2", DateTimeOffset.UtcNow.AddDays(-2));
        var job = await floor.Started(article);
        var then = DateTimeOffset.UtcNow.AddDays(-3);
        job = await floor.Report(job, "Cutting", good: 10, change: r => r.OccurTime = Timestamp.FromDateTimeOffset(then));
        job = await floor.Complete(job, "Cutting", r => r.GoodQuantity = 10);
        job.Step("Cutting").Earned.Amount.ShouldBe("30.0000");
        (await floor.Facts<JobStepProgressed>()).Single().WorkTime!.Value.ShouldBe(then, TimeSpan.FromMilliseconds(1));
        (await floor.Facts<JobStepCompleted>()).Single().WorkTime.ShouldBeNull();
    }

    [Fact]
    public async Task A_step_is_never_completed_before_it_was_started()
    {
        var floor = new Floor(world) { Age = TimeSpan.FromDays(4) };
        var job = await floor.Job(await floor.Article(("Cutting", "1")), await floor.Worker(), "Cutting");
        await floor.Start(job, "Cutting");
        var step = (await floor.Complete(job, "Cutting", r => r.OccurTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(-3)))).Step("Cutting");
        step.CompleteTime.ShouldBe(step.StartTime);
        (await floor.ReportsOf(job, "Cutting")).Single().WorkTime.ToDateTimeOffset().ShouldBeLessThan(DateTimeOffset.UtcNow.AddDays(-2), "the work itself was done when it was");
    }

    [Fact]
    public async Task Whoever_reports_their_own_work_does_not_choose_its_rate_by_a_time_before_the_step_was_started()
    {
        var floor = new Floor(world) { Age = TimeSpan.FromDays(4) };
        var user = Guid.NewGuid();
        var job = await floor.Started(await floor.Article(("Cutting", "1")), await floor.Worker(user));
        Task<Job> Report(double days) => floor.Reports.ReportJobStep(
            new() { JobId = job.Id, StepId = job.StepId("Cutting"), GoodQuantity = 1, OccurTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(days)) }, floor.CallOf(user, Scopes.Assigned)).InTime();
        await world.Look("update jobs set create_time = create_time - interval '10 days' where id = $1", Guid.Parse(job.Id));
        (await Floor.Refused(() => Report(-5))).Faults.Single().ShouldBe(new("occur_time", "is before the step was started"));
        (await Report(-3.9)).Step("Cutting").GoodQuantity.ShouldBe(1);
        await floor.Report(job, "Cutting", 1, change: r => r.OccurTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(-5)));
    }

    [Fact]
    public async Task A_clock_that_is_a_little_ahead_says_now()
    {
        var job = await _floor.Started(await _floor.Article(("Cutting", "1")));
        await _floor.Report(job, "Cutting", good: 1, change: r => r.OccurTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddMinutes(4)));
        (await _floor.ReportsOf(job, "Cutting")).ShouldAllBe(r => r.WorkTime.Equals(r.CreateTime));
    }

    [Fact]
    public async Task Two_at_once_cannot_report_more_than_was_received()
    {
        var job = await _floor.Started(await _floor.Article(("Cutting", "1")));
        (await Floor.AtOnce(6, () => _floor.Report(job, "Cutting", good: 30)))
            .ShouldBe([null, null, null, "QUANTITY_EXCEEDED", "QUANTITY_EXCEEDED", "QUANTITY_EXCEEDED"], ignoreOrder: true);
        (await _floor.Jobs.GetJob(new() { JobId = job.Id }, _floor.Call()).InTime()).Step("Cutting").GoodQuantity.ShouldBe(90);
        (await _floor.Facts<JobStepProgressed>()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Reports_come_page_by_page_and_a_step_is_found_under_its_own_job_alone()
    {
        var job = await _floor.Started(await _floor.Article());
        for (var i = 1; i <= 3; i++) await _floor.Report(job, "Cutting", good: i);
        var first = await _floor.Reports.ListStepReports(new() { JobId = job.Id, StepId = job.StepId("Cutting"), PageSize = 2 }, _floor.Call()).InTime();
        var second = await _floor.Reports.ListStepReports(new() { JobId = job.Id, StepId = job.StepId("Cutting"), PageSize = 2, PageToken = first.NextPageToken }, _floor.Call()).InTime();
        first.Reports.Concat(second.Reports).Select(r => r.GoodQuantity).Order().ShouldBe([1, 2, 3]);
        second.NextPageToken.ShouldBeEmpty();
        var other = await _floor.Started(await _floor.Article());
        (await Floor.Refused(() => _floor.Reports.ListStepReports(new() { JobId = other.Id, StepId = job.StepId("Cutting") }, _floor.Call()).InTime())).Reason.Name.ShouldBe("STEP_NOT_FOUND");
    }

    public static TheoryData<string, Action<ReportJobStepRequest>, string, string?> Refusals => new()
    {
        { "nothing", r => r.GoodQuantity = 0, "INVALID_INPUT", "good_quantity" },
        { "below zero", r => r.RejectedQuantity = -1, "INVALID_INPUT", "rejected_quantity" },
        { "rejects that do not add up", r => (r.RejectedQuantity, _) = (2, Add(r.Rejects, ("TORN", 1))), "INVALID_INPUT", "rejects" },
        { "a reason in small letters", r => Add(r.Rejects, ("torn", 1)), "INVALID_INPUT", "rejects[0].reason" },
        { "a reason twice", r => Add(r.Rejects, ("TORN", 1), ("TORN", 1)), "INVALID_INPUT", "rejects[1].reason" },
        { "no pieces for a reason", r => Add(r.Rejects, ("TORN", 0)), "INVALID_INPUT", "rejects[0].quantity" },
        { "an unknown worker", r => (r.ShareBasis, _) = (Share.Types.Basis.Hours, Add(r.Shares, (Guid.NewGuid(), "1"))), "WORKER_NOT_FOUND", "shares[0].worker_id" },
        { "31 days ago", r => r.OccurTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(-31)), "INVALID_INPUT", "occur_time" },
        { "before the job was created", r => r.OccurTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddMinutes(-6)), "INVALID_INPUT", "occur_time" },
        { "in an hour", r => r.OccurTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddHours(1)), "INVALID_INPUT", "occur_time" },
        { "too many pieces", r => r.GoodQuantity = 101, "QUANTITY_EXCEEDED", "good_quantity" },
        { "an unknown job", r => r.JobId = Guid.NewGuid().ToString(), "JOB_NOT_FOUND", null },
        { "an unknown step", r => r.StepId = Guid.NewGuid().ToString(), "STEP_NOT_FOUND", null },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public async Task Is_refused_by_its_own_reason_and_names_the_field(string what, Action<ReportJobStepRequest> spoil, string reason, string? field)
    {
        var job = await _floor.Started(await _floor.Article());
        var refusal = await Floor.Refused(() => _floor.Report(job, "Cutting", 1, change: spoil));
        (refusal.Reason.Name, refusal.Faults.Count > 0 ? refusal.Faults[0].Field : null).ShouldBe((reason, field), what);
    }

    private static AssignJobStepRequest Assign(Job job, Share.Types.Basis basis, params (Guid Worker, string Part)[] shares)
    {
        var request = new AssignJobStepRequest { JobId = job.Id, StepId = job.StepId("Cutting"), ShareBasis = basis };
        Add(request.Shares, shares);
        return request;
    }

    private static bool Add(ICollection<Share> to, params (Guid Worker, string Part)[] shares)
    {
        foreach (var (worker, part) in shares) to.Add(new Share { WorkerId = worker.ToString(), Part = part });
        return true;
    }

    private static bool Add(ICollection<Reject> to, params (string Reason, int Quantity)[] rejects)
    {
        foreach (var (reason, quantity) in rejects) to.Add(new Reject { Reason = reason, Quantity = quantity });
        return true;
    }
}
