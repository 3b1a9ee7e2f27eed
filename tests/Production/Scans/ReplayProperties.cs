using FactoryFlow.Production.Reports;
using FactoryFlow.Production.Scans;
using FactoryFlow.Production.Tests.Jobs;
using FactoryFlow.Production.Workers;
using FactoryFlow.Testing;
using FsCheck;
using FsCheck.Fluent;
using Outcome = FactoryFlow.Production.Scans.Outcome;
using Replay = FactoryFlow.Production.Scans.Replay;
using StepStatus = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Tests.Scans;

/// <summary>Random scans in random orders, split into random batches, beside the accepted ones reported one by one.</summary>
public sealed class ReplayProperties
{
    private const int Steps = 3;

    [Fact]
    public void Whatever_is_accepted_in_batches_is_what_single_reports_would_have_made_of_it() =>
        Prop.ForAll(Arb.From(Batches), batches =>
        {
            var start = Some.Job([.. Enumerable.Repeat(StepStatus.Pending, Steps)]);
            var (job, accepted) = (start, new List<Placed>());
            foreach (var outcome in batches.SelectMany(batch => Apply(ref job, batch)))
                if (outcome.Reported is not null) accepted.Add(outcome.Placed);
            Same(accepted.Aggregate(start, OneByOne), job);
        }).Check(500);

    [Fact]
    public void The_order_within_a_batch_does_not_matter() =>
        Prop.ForAll(Arb.From(TwoOrders), pair =>
        {
            var job = Some.Job([.. Enumerable.Repeat(StepStatus.Pending, Steps)]);
            var (one, other) = (job, job);
            var accepted = Apply(ref one, pair.Scans).Where(o => o.Reported is not null).Select(o => o.Placed.Scan.Id).ToList();
            Apply(ref other, pair.Again).Where(o => o.Reported is not null).Select(o => o.Placed.Scan.Id).ShouldBe(accepted);
            Same(one, other);
        }).Check(300);

    [Fact]
    public void What_fits_at_last_is_accepted_when_it_is_sent_again() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 1000)), seed =>
        {
            var scans = Shuffled(Enumerable.Range(1, Steps).Select(step => Scan(step, step, null, 0, isFinal: true)), seed);
            var job = Some.Job([.. Enumerable.Repeat(StepStatus.Pending, Steps)]);
            // The steps arrive one in a batch, in any order; what was rejected is sent along with the next.
            var waiting = new List<Placed>();
            foreach (var scan in scans)
                waiting = [.. Apply(ref job, [.. waiting, scan]).Where(o => o.Reported is null).Select(o => o.Placed)];
            (waiting.Count, job.Status).ShouldBe((0, V1.Job.Types.Status.Completed));
        }).Check(50);

    private static Gen<Placed[]> Scans => Gen.Choose(0, 999).ArrayOf(5).NonEmptyListOf().Select(deeds => deeds.Take(25).Select(ScanOf).ToArray());

    private static Gen<List<Placed[]>> Batches => from scans in Scans from size in Gen.Choose(1, 10) select scans.Chunk(size).ToList();

    private static Gen<(Placed[] Scans, Placed[] Again)> TwoOrders => from scans in Scans from seed in Gen.Choose(0, 1000) select (scans, Shuffled(scans, seed));

    private static Placed ScanOf(int[] deed, int id)
    {
        var (good, isFinal) = (deed[1] % 41, deed[3] % 6 == 0);
        return Scan(id, (deed[0] % Steps) + 1, isFinal && good % 2 == 0 ? null : good, deed[2] % 4 == 0 ? deed[2] % 10 : 0, isFinal, deed[4] % 6);
    }

    private static T[] Shuffled<T>(IEnumerable<T> things, int seed)
    {
        var shuffled = things.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    private static IReadOnlyList<Outcome> Apply(ref Production.Jobs.Job job, IEnumerable<Placed> scans)
    {
        var outcomes = Replay.Of(job, scans, Reach.All, (_, _, _) => Some.Rate, Guid.CreateVersion7);
        job = outcomes.LastOrDefault(o => o.Reported is not null)?.Reported!.Job ?? job;
        return outcomes;
    }

    private static Production.Jobs.Job OneByOne(Production.Jobs.Job job, Placed placed)
    {
        var step = Some.Id(int.Parse(placed.Scan.Step["Step ".Length..], System.Globalization.CultureInfo.InvariantCulture));
        if (job.Find(step).Status == StepStatus.Pending) job = job.StartStep(step, placed.Work.Time);
        return (placed.Scan.IsFinal ? job.CompleteStep(step, placed.Work, Some.Rate, Guid.Empty) : job.ReportStep(step, placed.Work, Some.Rate, Guid.Empty)).Job;
    }

    private static void Same(Production.Jobs.Job one, Production.Jobs.Job other)
    {
        one.Status.ShouldBe(other.Status);
        one.Steps.ShouldBe(other.Steps);
    }

    private static Placed Scan(int id, int step, int? good, int rejected, bool isFinal, int minute = 0)
    {
        var work = new Work(good, rejected, [], null, null, Some.Now.AddMinutes(minute));
        return new Placed(id, new Scan($"scan {id:00}", [], null, 17, "Step " + step, "", isFinal, work, null), Guid.Empty, null, work);
    }
}
