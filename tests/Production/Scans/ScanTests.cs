using System.Diagnostics;
using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;
using Status = FactoryFlow.Production.V1.ScanResult.Types.Status;
using StepStatus = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Tests.Scans;

public sealed class ScanTests(World world)
{
    private static readonly DateTimeOffset s_shift = DateTimeOffset.UtcNow.AddHours(-5);
    private readonly Floor _floor = new(world) { Age = TimeSpan.FromDays(1) };

    [Fact]
    public async Task A_whole_shift_arrives_in_the_wrong_order_and_is_reported()
    {
        var job = await _floor.Job(await _floor.Article(("Cutting", "0.5"), ("Sewing", "1")), await _floor.Worker(), "Cutting", "Sewing", "Packing");
        var results = await Send(Scan(job, "Packing", isFinal: true), Scan(job, "Sewing", isFinal: true), Scan(job, "Sewing", 30), Scan(job, "Cutting", isFinal: true), Scan(job, "Cutting", 40));
        results.ShouldAllBe(r => r.Status == Status.Accepted);
        var after = await Get(job);
        after.Status.ShouldBe(Production.V1.Job.Types.Status.Completed);
        after.Steps.Select(s => (s.GoodQuantity, s.Earned?.Amount)).ShouldBe([(100, "50.0000"), (100, "100.0000"), (100, null)]);
        (await _floor.Facts<IStepReport>()).Count.ShouldBe(5);
        (await _floor.ReportsOf(job, "Cutting")).Select(r => (r.Id, r.Kind)).ShouldBe([(results[4].ReportId, StepReport.Types.Kind.Progress), (results[3].ReportId, StepReport.Types.Kind.Completion)]);
    }

    [Fact]
    public async Task Jobs_steps_and_workers_are_named_by_what_stands_on_the_paper_or_by_their_ids()
    {
        var worker = await _floor.Worker();
        var job = await _floor.Job(await _floor.Article(("Cutting", "1")));
        var code = (await _floor.Workers.GetWorker(new() { WorkerId = worker.ToString() }, _floor.Call()).InTime()).Code;
        // Nobody has the step: whoever is the first to work at it gets it.
        var byName = Scan(job, "Cutting", 10, change: s => (s.Job, s.Worker) = (job.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), code));
        var byId = Scan(job, job.StepId("Cutting"), 5, change: s => (s.Job, s.Worker) = (job.Id, worker.ToString()));
        (await Send(byName, byId)).ShouldAllBe(r => r.Status == Status.Accepted);
        var step = (await Get(job)).Step("Cutting");
        (step.Status, step.WorkerId, step.GoodQuantity).ShouldBe((StepStatus.InProgress, worker.ToString(), 15));
        (await _floor.Jobs.ListJobs(new() { Filter = $"workerId = {worker}" }, _floor.Call()).InTime()).Jobs.ShouldHaveSingleItem();
        step.StartTime.ToDateTimeOffset().ShouldBeLessThan(DateTimeOffset.UtcNow.AddHours(-4));
    }

    [Fact]
    public async Task Whoever_did_it_is_credited_whoever_has_the_step()
    {
        var (has, did) = (await _floor.Worker(), await _floor.Worker());
        var job = await _floor.Started(await _floor.Article(("Cutting", "1")), has);
        await Send(Scan(job, "Cutting", 10, change: s => s.Worker = did.ToString()), Scan(job, "Cutting", 20));
        (await _floor.Facts<JobStepProgressed>()).Select(f => (f.WorkerId, f.GoodQuantity)).ShouldBe([(did, 10), (has, 20)], ignoreOrder: true);
        (await Floor.Refused(() => _floor.Workers.DeleteWorker(new() { WorkerId = did.ToString() }, _floor.Call()).InTime())).Reason.Name.ShouldBe("WORKER_IN_USE");
    }

    [Fact]
    public async Task What_was_accepted_is_a_duplicate_ever_after_and_counts_once()
    {
        var job = await _floor.Started(await _floor.Article(("Cutting", "1")));
        var scan = Scan(job, "Cutting", 10);
        var first = (await Send(scan)).Single();
        var again = await Send(scan, scan.Clone(), Scan(job, "Cutting", 1));
        again.Select(r => (r.Status, r.ReportId == first.ReportId)).ShouldBe([(Status.Duplicate, true), (Status.Duplicate, true), (Status.Accepted, false)]);
        (await Get(job)).Step("Cutting").GoodQuantity.ShouldBe(11);
    }

    [Fact]
    public async Task However_often_a_batch_is_sent_again_the_database_grows_by_nothing()
    {
        var job = await _floor.Job(await _floor.Article(("Cutting", "1")), await _floor.Worker(), "Cutting");
        Scan[] batch = [Scan(job, "Cutting", 10), Scan(job, "Cutting", 20), Scan(job, "Cutting", 101), Scan(job, "Sewing", isFinal: true), Scan(job, "Cutting", 0)];
        var first = await Send(batch);
        var rows = await Rows();
        foreach (var _ in Enumerable.Range(0, 5))
            (await Send(batch)).Select(r => (r.ReportId, r.Reason)).ShouldBe(first.Select(r => (r.ReportId, r.Reason)));
        (await Rows()).ShouldBe(rows);
    }

    [Fact]
    public async Task A_scan_that_stands_in_a_batch_twice_counts_once()
    {
        var job = await _floor.Started(await _floor.Article(("Cutting", "1")));
        var (good, bad) = (Scan(job, "Cutting", 10), Scan(job, "Cutting", 101));
        var results = await Send(good, bad, good.Clone(), bad.Clone());
        results.Select(r => r.Status).ShouldBe([Status.Accepted, Status.Rejected, Status.Duplicate, Status.Rejected]);
        results[3].Reason.ShouldBe("QUANTITY_EXCEEDED");
        (await Get(job)).Step("Cutting").GoodQuantity.ShouldBe(10);
    }

    [Fact]
    public async Task The_same_id_with_other_content_is_told_and_never_applied()
    {
        var job = await _floor.Started(await _floor.Article(("Cutting", "1")));
        var (scan, other) = (Scan(job, "Cutting", 10), Scan(job, "Cutting", 20));
        other.ScanId = scan.ScanId;
        (await Send(scan, other))[1].Reason.ShouldBe("SCAN_ID_REUSED");
        var later = (await Send(other)).Single();
        (later.Status, later.Reason, later.Field).ShouldBe((Status.Rejected, "SCAN_ID_REUSED", "scanId"));
        (await Get(job)).Step("Cutting").GoodQuantity.ShouldBe(10);
    }

    [Fact]
    public async Task What_does_not_fit_is_rejected_with_the_numbers_and_taken_when_it_does()
    {
        var job = await _floor.Job(await _floor.Article(("Cutting", "1"), ("Sewing", "1")), await _floor.Worker(), "Cutting", "Sewing");
        var sewing = Scan(job, "Sewing", 30);
        (await Send(sewing)).Single().Reason.ShouldBe("EARLIER_STEP_NOT_COMPLETED");
        var early = (await Send(Scan(job, "Cutting", 20), sewing))[1];
        (early.Reason, early.Field, early.Message).ShouldBe(("QUANTITY_EXCEEDED", "goodQuantity", "Sewing received 20 pieces, 0 of which are reported already, but 30 good and 0 rejected are reported now."));
        (await Send(Scan(job, "Cutting", 20), sewing))[1].Status.ShouldBe(Status.Accepted);
    }

    [Fact]
    public async Task Each_scan_is_answered_by_itself_and_a_bad_one_harms_no_other()
    {
        var job = await _floor.Started(await _floor.Article(("Cutting", "1")));
        var results = await Send(
            Scan(job, "Cutting", 1), Scan(job, "Cutting", 1, change: s => s.ScanId = "a\0b"), Scan(job, "Cutting", 1, change: s => s.Job = "none"), Scan(job, "Cutting", 1, change: s => s.Job = "999"),
            Scan(job, "Cutting", 1, change: s => s.Job = Guid.NewGuid().ToString()), Scan(job, "Polishing", 1), Scan(job, "Cutting", 1, change: s => s.Worker = "nobody"), Scan(job, "Cutting", 0),
            Scan(job, "Cutting", 1, change: s => s.OccurTime = null), Scan(job, "Cutting", 1, change: s => s.OccurTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(-31))),
            Scan(job, "Cutting", -1), Scan(job, "Cutting", 1));
        string.Join(' ', results.Select(r => r.Status == Status.Accepted ? "ok" : $"{r.Reason}:{r.Field}")).ShouldBe(
            "ok INVALID_INPUT:scanId INVALID_INPUT:job JOB_NOT_FOUND:job JOB_NOT_FOUND:job STEP_NOT_FOUND:step WORKER_NOT_FOUND:worker INVALID_INPUT:goodQuantity "
            + "INVALID_INPUT:occurTime INVALID_INPUT:occurTime INVALID_INPUT:goodQuantity ok");
        (await Get(job)).Step("Cutting").GoodQuantity.ShouldBe(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task A_batch_has_1_to_500_scans(int count)
    {
        var request = new BatchRecordScansRequest();
        request.Scans.AddRange(Enumerable.Range(0, count).Select(_ => new Scan()));
        (await Floor.Refused(() => _floor.Scans.BatchRecordScans(request, _floor.Call()).InTime())).Faults.ShouldHaveSingleItem().Field.ShouldBe("scans");
    }

    [Fact]
    public async Task What_has_no_rate_is_held_and_released_with_the_rest_when_it_comes()
    {
        var article = await _floor.Article();
        var job = await _floor.Started(article);
        (await Send(Scan(job, "Cutting", 10), Scan(job, "Cutting", 5))).ShouldAllBe(r => r.Status == Status.Accepted);
        (await Get(job)).Step("Cutting").IsHeld.ShouldBeTrue();
        await _floor.Rate(article, "Cutting", "2");
        (await Get(job)).Step("Cutting").Earned.Amount.ShouldBe("30.0000");
    }

    [Fact]
    public async Task What_is_scanned_while_its_rate_is_entered_is_paid_once()
    {
        foreach (var _ in Enumerable.Range(0, 15))
        {
            var article = await _floor.Article();
            var job = await _floor.Started(article);
            await Task.WhenAll(Task.Run(() => Send(Scan(job, "Cutting", 10), Scan(job, "Cutting", 5))), Task.Run(() => _floor.Rate(article, "Cutting", "2")));
            var step = (await Get(job)).Step("Cutting");
            (step.IsHeld, step.Earned?.Amount).ShouldBe((false, "30.0000"));
        }
    }

    [Fact]
    public async Task Each_scan_earns_the_rate_of_its_own_time()
    {
        var article = await _floor.Article(("Cutting", "1"));
        await _floor.Rate(article, "Cutting", "3", s_shift.AddHours(1));
        var job = await _floor.Started(article);
        await Send(Scan(job, "Cutting", 10, at: s_shift), Scan(job, "Cutting", 10, at: s_shift.AddHours(2)));
        (await Get(job)).Step("Cutting").Earned.Amount.ShouldBe("40.0000");
    }

    [Fact]
    public async Task A_worker_who_signs_in_scans_for_themselves()
    {
        var user = Guid.NewGuid();
        var (own, other, article) = (await _floor.Worker(user), await _floor.Worker(), await _floor.Article(("Cutting", "1"), ("Sewing", "1")));
        var (mine, others) = (await _floor.Job(article, own, "Cutting"), await _floor.Job(article, other, "Cutting"));
        var request = new BatchRecordScansRequest
        {
            Scans = { Scan(mine, "Cutting", 1), Scan(mine, "Cutting", 1, change: s => s.Worker = other.ToString()), Scan(mine, "Sewing", 1), Scan(others, "Cutting", 1), Scan(mine, "Cutting", 2, change: s => s.Worker = own.ToString()) },
        };
        var results = (await _floor.Scans.BatchRecordScans(request, _floor.CallOf(user, Scopes.Assigned)).InTime()).Results;
        string.Join(' ', results.Select(r => r.Status == Status.Accepted ? "ok" : r.Reason)).ShouldBe("ok PERMISSION_MISSING PERMISSION_MISSING JOB_NOT_FOUND ok");
    }

    [Fact]
    public async Task A_workers_own_scan_begins_a_step_when_it_was_made_and_none_is_of_before()
    {
        var user = Guid.NewGuid();
        var job = await _floor.Job(await _floor.Article(("Cutting", "1")), await _floor.Worker(user), "Cutting");
        async Task<string> SendOwn(params Scan[] scans) =>
            string.Join(' ', (await _floor.Scans.BatchRecordScans(new() { Scans = { scans } }, _floor.CallOf(user, Scopes.Assigned)).InTime()).Results.Select(r => r.Reason.Length == 0 ? "ok" : $"{r.Reason}:{r.Field}"));
        (await SendOwn(Scan(job, "Cutting", 1, at: s_shift.AddHours(1)), Scan(job, "Cutting", 1, at: s_shift))).ShouldBe("ok ok", "the earlier one begins it");
        (await SendOwn(Scan(job, "Cutting", 1, at: s_shift.AddHours(-2)), Scan(job, "Cutting", 1, at: s_shift.AddDays(-2)))).ShouldBe("INVALID_INPUT:occurTime INVALID_INPUT:occurTime");
        (await Send(Scan(job, "Cutting", 1, at: s_shift.AddHours(-2)))).Single().Status.ShouldBe(Status.Accepted, "whoever may report for all may say so");
    }

    [Fact]
    public async Task Five_hundred_scans_of_a_hundred_jobs_are_no_long_work()
    {
        var (article, worker) = (await _floor.Article(("Cutting", "0.1")), await _floor.Worker());
        var jobs = new List<Production.V1.Job>();
        foreach (var _ in Enumerable.Range(0, 100)) jobs.Add(await _floor.Job(article, worker, "Cutting"));
        Scan[] Batch() => [.. jobs.SelectMany(job => Enumerable.Range(0, 5).Select(_ => Scan(job, "Cutting", 2)))];
        // The first one prepares the statements.
        await Send(Batch());
        var took = new List<TimeSpan>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var (batch, watch) = (Batch(), Stopwatch.StartNew());
            (await Send(batch)).ShouldAllBe(r => r.Status == Status.Accepted);
            took.Add(watch.Elapsed);
        }

        // The best of them, and much more than the half second that it takes alone: other tests run beside.
        took.Min().ShouldBeLessThan(TimeSpan.FromSeconds(6));
        (await Get(jobs[0])).Step("Cutting").GoodQuantity.ShouldBe(40);
    }

    [Fact]
    public async Task Devices_that_send_overlapping_batches_at_once_count_every_scan_once()
    {
        var (article, worker) = (await _floor.Article(("Cutting", "1")), await _floor.Worker());
        var jobs = new List<Production.V1.Job>();
        foreach (var _ in Enumerable.Range(0, 8)) jobs.Add(await _floor.Job(article, worker, "Cutting"));
        Scan[] scans = [.. jobs.SelectMany(job => Enumerable.Range(0, 6).Select(_ => Scan(job, "Cutting", 1)))];
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(device => Task.Run(() =>
        {
            var mine = scans.Where((_, i) => i % 4 != device).ToArray();
            new Random(device).Shuffle(mine);
            return Send(mine);
        })));
        sent.SelectMany(r => r).Count(r => r.Status == Status.Accepted).ShouldBe(scans.Length);
        sent.SelectMany(r => r).Count(r => r.Status == Status.Duplicate).ShouldBe(scans.Length * 2);
        foreach (var job in jobs) (await Get(job)).Step("Cutting").GoodQuantity.ShouldBe(6);
        (await _floor.Facts<JobStepProgressed>()).Count.ShouldBe(scans.Length);
    }

    [Fact]
    public async Task A_batch_is_sent_again_with_its_key_and_answered_as_before()
    {
        var job = await _floor.Started(await _floor.Article(("Cutting", "1")));
        var (request, key) = (new BatchRecordScansRequest { Scans = { Scan(job, "Cutting", 10) } }, Guid.NewGuid().ToString());
        var first = await _floor.Scans.BatchRecordScans(request, _floor.Call(key)).InTime();
        (await _floor.Scans.BatchRecordScans(request, _floor.Call(key)).InTime()).ShouldBe(first);
        (await Get(job)).Step("Cutting").GoodQuantity.ShouldBe(10);
    }

    [Fact]
    public async Task Scans_are_forgotten_when_they_are_too_old_to_be_sent_again()
    {
        var job = await _floor.Started(await _floor.Article(("Cutting", "1")));
        await Send(Scan(job, "Cutting", 10), Scan(job, "Cutting", 11));
        // What was done just before it was sent may be sent again for 30 days, by a clock that is a little behind.
        await world.Look("update scans set receive_time = now() - interval '31 days' where tenant_id = $1", _floor.Tenant);
        await world.Look("update scans set receive_time = now() - interval '32 days' where tenant_id = $1 and scan_id in (select min(scan_id) from scans where tenant_id = $1)", _floor.Tenant);
        await world.Db.Through(Platform.Data.Door.Timers, async tx =>
        {
            var gone = Production.Scans.ScanStore.Old.Delete(tx, 100);
            await tx.Flush();
            return gone.First;
        }, Limit.Soon()).InTime();
        (await world.Look("select 'kept' from scans where tenant_id = $1", _floor.Tenant)).ShouldBe(["kept"]);
    }

    private async Task<string> Rows() => string.Join(' ', await world.Look("""
        select t || count(*) from (
            select 'scans ' t from scans where tenant_id = $1 union all select 'reports ' from step_reports where tenant_id = $1 union all select 'held ' from held_reports where tenant_id = $1
            union all select 'workers ' from step_workers where tenant_id = $1 union all select 'facts ' from outbox where tenant_id = $1 union all select 'audits ' from audit_entries where tenant_id = $1) r
        group by t order by t
        """, _floor.Tenant));

    private static Scan Scan(Production.V1.Job job, string step, int? good = null, bool isFinal = false, DateTimeOffset? at = null, Action<Scan>? change = null)
    {
        var scan = new Scan { ScanId = Guid.NewGuid().ToString(), Job = job.Id, Step = step, IsFinal = isFinal, OccurTime = Timestamp.FromDateTimeOffset(at ?? s_shift) };
        if (good is { } pieces) scan.GoodQuantity = pieces;
        change?.Invoke(scan);
        return scan;
    }

    private async Task<IReadOnlyList<ScanResult>> Send(params Scan[] scans)
    {
        var request = new BatchRecordScansRequest();
        request.Scans.AddRange(scans);
        return (await _floor.Scans.BatchRecordScans(request, _floor.Call()).InTime()).Results;
    }

    private Task<Production.V1.Job> Get(Production.V1.Job job) => _floor.Jobs.GetJob(new() { JobId = job.Id }, _floor.Call()).InTime();
}
