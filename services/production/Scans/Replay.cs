using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Reports;
using FactoryFlow.Production.Workers;
using Job = FactoryFlow.Production.Jobs.Job;
using Reported = FactoryFlow.Production.Jobs.Reported;
using Step = FactoryFlow.Production.Jobs.Step;

namespace FactoryFlow.Production.Scans;

/// <summary>What becomes of a job when the scans of a batch are reported, in whatever order they arrived.</summary>
internal static class Replay
{
    /// <summary>
    /// Reports the scans of one job step by step, since a step only ever depends on those before it, and at each step the final report last, so
    /// that as many as possible fit. A scan at a pending step starts it, and gives it to its worker where nobody has it.
    /// </summary>
    /// <param name="job">The job, locked.</param>
    /// <param name="scans">Its scans, of which nothing is wrong by itself.</param>
    /// <param name="reach">How far the caller reaches.</param>
    /// <param name="rateOf">The rate in force at a step at some time; null where there is none.</param>
    /// <param name="newId">Gives ids to the reports.</param>
    public static IReadOnlyList<Outcome> Of(Job job, IEnumerable<Placed> scans, Reach reach, Func<Job, Step, DateTimeOffset, Jobs.Rate?> rateOf, Func<Guid> newId)
    {
        var outcomes = new List<Outcome>();
        foreach (var placed in scans.OrderBy(s => Position(job, s.Scan)).ThenBy(s => s.Scan.IsFinal).ThenBy(s => s.Work.Time).ThenBy(s => s.Scan.Id, StringComparer.Ordinal))
        {
            try
            {
                var reported = Report(job, placed, reach, rateOf, newId);
                outcomes.Add(new Outcome(placed, job, reported, null));
                job = reported.Job;
            }
            catch (Refusal refusal)
            {
                outcomes.Add(new Outcome(placed, job, null, refusal));
            }
        }

        return outcomes;
    }

    private static Reported Report(Job job, Placed placed, Reach reach, Func<Job, Step, DateTimeOffset, Jobs.Rate?> rateOf, Func<Guid> newId)
    {
        var step = reach.Require(job, job.Id).Find(placed.Scan.Step);
        reach.RequireStep(job, step.Id);
        // Whoever reports for themselves reports as the step is assigned: alone, or sharing with the others who have it.
        if (reach.Worker is { } own && placed.WorkerId is { } other && other != own)
            throw CommonReasons.PermissionMissing.Refuse("You may report your own work only.", "worker");
        var work = placed.Work with { WorkerId = reach.Worker is null ? placed.WorkerId : null };
        var begun = Begin(job, step, work);
        reach.RequireBegun(begun.Find(step.Id), work.Time);
        var rate = rateOf(job, step, work.Time);
        return placed.Scan.IsFinal ? begun.CompleteStep(step.Id, work, rate, newId()) : begun.ReportStep(step.Id, work, rate, newId());
    }

    private static Job Begin(Job job, Step step, Work work)
    {
        if (step.Status != V1.Step.Types.Status.Pending) return job;
        var given = step.WorkerId is null && work.WorkerId is { } worker ? job.AssignStep(step.Id, worker) : job;
        return given.StartStep(step.Id, work.Time);
    }

    private static int Position(Job job, Scan scan) => job.Steps.FirstOrDefault(s => s.IsCalled(scan.Step))?.Order ?? 0;
}

/// <summary>A scan of which all that it names is known.</summary>
/// <param name="Index">Where it stands in the batch.</param>
/// <param name="Scan">The scan.</param>
/// <param name="JobId">Its job.</param>
/// <param name="WorkerId">Who did it; null when that is as the step is assigned.</param>
/// <param name="Work">What was done, never after it is recorded.</param>
internal sealed record Placed(int Index, Scan Scan, Guid JobId, Guid? WorkerId, Work Work);

/// <summary>What became of a scan.</summary>
/// <param name="Placed">The scan.</param>
/// <param name="Before">The job before it.</param>
/// <param name="Reported">The job after it, and the report; null when it was refused.</param>
/// <param name="Refusal">Why it was refused; null when it was not.</param>
internal sealed record Outcome(Placed Placed, Job Before, Reported? Reported, Refusal? Refusal);
