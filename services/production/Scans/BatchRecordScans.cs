using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Jobs;
using FactoryFlow.Production.Rates;
using FactoryFlow.Production.Reports;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;
using Grpc.Core;
using Job = FactoryFlow.Production.Jobs.Job;
using Status = FactoryFlow.Production.V1.ScanResult.Types.Status;

namespace FactoryFlow.Production.Scans;

internal sealed partial class ScanService
{
    public override async Task<BatchRecordScansResponse> BatchRecordScans(BatchRecordScansRequest request, ServerCallContext context)
    {
        var now = await db.Now(context);
        var check = new Check();
        check.That(request.Scans.Count > 0, "scans", "is required: at least one");
        check.AtMost("scans", request.Scans.Count, Scan.Most);
        check.Done();
        List<Scan> scans = [.. request.Scans.Select(s => Scan.Of(s, now))];
        return await db.Write(context, request, async tx =>
        {
            var results = new ScanResult?[scans.Count];
            var claimed = await Claim(tx, scans, results);
            var placed = await Place(tx, scans, claimed, results);
            await Report(tx, Reach.Ask(tx, context), placed, results);
            ScanStore.Settle(
                tx, [.. claimed.Where(i => results[i]!.Status == Status.Accepted).Select(i => (scans[i].Id, Guid.Parse(results[i]!.ReportId)))],
                [.. claimed.Where(i => results[i]!.Status != Status.Accepted).Select(i => scans[i].Id)]);
            var response = new BatchRecordScansResponse();
            response.Results.AddRange(results.Select((r, i) => new ScanResult(r ?? Twice(results[Twin(scans, claimed, i)]!)) { ScanId = request.Scans[i].ScanId }));
            return response;
        });
    }

    // Answers where those scans stand that are sent for the first time and have no fault; the others have their results afterwards.
    private static async Task<List<int>> Claim(TenantTx tx, List<Scan> scans, ScanResult?[] results)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < scans.Count; i++)
            if (scans[i].Fault is null) first.TryAdd(scans[i].Id, i);
        var fresh = ScanStore.AskFresh(tx, [.. first.Values.Select(i => scans[i])]);
        var known = ScanStore.AskKnown(tx, [.. scans.Select(s => s.Id).Distinct()]);
        await tx.Flush();

        var claimed = fresh.Rows.Select(id => first[id]).ToHashSet();
        var before = known.Rows.ToDictionary(k => k.ScanId, StringComparer.Ordinal);
        for (var i = 0; i < scans.Count; i++)
            if (!claimed.Contains(i) && Again(scans[i], before.GetValueOrDefault(scans[i].Id)) is { } result)
                results[i] = result;
        return [.. claimed.Order()];
    }

    // A scan that was sent before is known however old it is by now. Null for one that stands in this batch a second time: that depends on the first.
    private static ScanResult? Again(Scan scan, KnownScan? known)
    {
        if (known is null) return Rejected(scan.Fault!);
        if (!known.Hash.AsSpan().SequenceEqual(scan.Hash))
            return Rejected(Reasons.ScanIdReused.Refuse($"Scan {scan.Id} was sent with other content. Give each scan an id of its own.", "scan_id"));
        return known.ReportId is { } report ? new ScanResult { Status = Status.Duplicate, ReportId = report.ToString() } : null;
    }

    private static int Twin(List<Scan> scans, List<int> claimed, int index) => claimed.First(i => scans[i].Id == scans[index].Id);

    private static ScanResult Twice(ScanResult first) => first.Status == Status.Accepted ? new ScanResult(first) { Status = Status.Duplicate } : first;

    private static async Task<List<Placed>> Place(TenantTx tx, List<Scan> scans, List<int> claimed, ScanResult?[] results)
    {
        var jobs = JobStore.AskNumbers(tx, [.. claimed.Select(i => scans[i].JobNumber).OfType<int>().Distinct()]);
        var workers = WorkerStore.AskNamed(tx, [.. claimed.Select(i => scans[i].Worker).Where(w => w.Length > 0).Distinct()]);
        await tx.Flush();
        var byNumber = jobs.Rows.ToDictionary(j => j.Number, j => j.Id);
        var placed = new List<Placed>();
        foreach (var i in claimed)
        {
            var scan = scans[i];
            var worker = scan.Worker.Length == 0 ? null : workers.Rows.FirstOrDefault(w => w.IsCalled(scan.Worker));
            if (scan.JobId is null && !byNumber.ContainsKey(scan.JobNumber!.Value)) results[i] = Rejected(JobStore.NoSuch($"{scan.JobNumber}"));
            else if (scan.Worker.Length > 0 && worker is null) results[i] = Rejected(Reasons.WorkerNotFound.Refuse($"There is no worker {scan.Worker}.", "worker"));
            else placed.Add(new Placed(i, scan, scan.JobId ?? byNumber[scan.JobNumber!.Value], worker?.Id, scan.Work.Recorded(tx.Now)));
        }

        return placed;
    }

    private static async Task Report(TenantTx tx, Reach reach, List<Placed> placed, ScanResult?[] results)
    {
        Guid[] ids = [.. placed.Select(p => p.JobId).Distinct()];
        var locked = JobStore.AskLocked(tx, ids);
        // Asked behind the lock, so that the steps are as whoever held it before left them.
        var steps = JobStore.AskSteps(tx, ids);
        var rates = RateStore.AskOfJobs(tx, ids);
        await tx.Flush();
        var byJob = steps.Rows.ToLookup(s => s.JobId);
        var jobs = locked.Rows.ToDictionary(j => j.Id, j => j.ToJob(byJob[j.Id]));
        var outcomes = Decide(tx, reach, jobs, placed, rates.Rows);
        Guid[] unrated = [.. outcomes.Where(o => o.Reported is { Report.IsHeld: true }).Select(o => o.Before.ArticleId).Distinct()];
        if (unrated.Length > 0) outcomes = Decide(tx, reach, jobs, placed, await RateStore.FindBehindNewer(tx, unrated, ids));

        foreach (var missing in placed.Where(p => !jobs.ContainsKey(p.JobId))) results[missing.Index] = Rejected(JobStore.NoSuch(missing.Scan.JobNumber?.ToString() ?? $"{missing.JobId}"));
        foreach (var outcome in outcomes)
            results[outcome.Placed.Index] = outcome.Reported is { } reported ? new ScanResult { Status = Status.Accepted, ReportId = reported.Report.Id.ToString() } : Rejected(outcome.Refusal!);
        foreach (var done in outcomes.Where(o => o.Reported is not null).GroupBy(o => o.Before.Id)) Keep(tx, jobs[done.Key], [.. done]);
    }

    private static List<Outcome> Decide(TenantTx tx, Reach reach, Dictionary<Guid, Job> jobs, List<Placed> placed, IReadOnlyList<RatedStep> rates)
    {
        var byStep = rates.ToLookup(r => (r.ArticleId, r.Step));
        // Within one moment only sorted ids say what was recorded first.
        var ids = new Queue<Guid>(placed.Select(_ => tx.NewId()).Order());
        return [.. placed.Where(p => jobs.ContainsKey(p.JobId)).GroupBy(p => p.JobId).OrderBy(g => g.Key).SelectMany(g => Replay.Of(jobs[g.Key], g, reach, RateOf, ids.Dequeue))];

        Jobs.Rate? RateOf(Job job, Jobs.Step step, DateTimeOffset time) =>
            byStep[(job.ArticleId, step.Name)].Where(r => r.EffectiveTime <= time).MaxBy(r => r.EffectiveTime) is { } rate ? new Jobs.Rate(rate.VersionId, rate.Amount) : null;
    }

    private static void Keep(TenantTx tx, Job before, List<Outcome> done)
    {
        var after = done[^1].Reported!.Job;
        JobStore.Save(tx, before, after);
        foreach (var given in after.Steps.Where(s => s.WorkerId is not null && before.Find(s.Id).WorkerId is null)) StepWorkers.Assign(tx, after.Id, given);
        foreach (var outcome in done) Recording.Tell(tx, outcome.Before, outcome.Reported!);
    }

    private static ScanResult Rejected(Refusal refusal) => new()
    {
        Status = Status.Rejected,
        Reason = refusal.Reason.Name,
        Field = refusal.Faults.Count == 0 ? "" : JsonName.Of(refusal.Faults[0].Field),
        Message = refusal.Message,
    };
}
