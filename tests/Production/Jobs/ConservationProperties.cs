using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Jobs;
using FactoryFlow.Production.Reports;
using FactoryFlow.Testing;
using FsCheck;
using FsCheck.Fluent;
using StepStatus = FactoryFlow.Production.V1.Step.Types.Status;

namespace FactoryFlow.Production.Tests.Jobs;

/// <summary>
/// Any sequence of reports, corrections and rework, beside a model that moves single pieces between heaps: before a step, thrown away at it,
/// finished. What the heaps cannot give, the rules refuse; what they can, the rules allow; and both count the same afterwards.
/// </summary>
public sealed class ConservationProperties
{
    private const int Steps = 3, Pieces = 20;

    /// <summary>What to do (6 kinds), at which step, with how many good and how many rejected pieces, or which earlier report or step.</summary>
    private static readonly Gen<int[]> Deeds = Gen.Choose(0, 999).ArrayOf(4);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pieces_are_neither_lost_nor_doubled(bool isOrdered) =>
        Prop.ForAll(Arb.From(Deeds.ArrayOf()), deeds =>
        {
            var floor = new Floor(isOrdered);
            foreach (var deed in deeds) floor.Do(deed[0] % 6, 1 + (deed[1] % Steps), deed[2], deed[3]);
        }).Check(500);

    private sealed class Floor
    {
        private readonly bool _isOrdered;
        private readonly int[] _waiting = new int[Steps + 2], _scrap = new int[Steps + 1];
        private readonly List<(int Step, Report Report, bool IsGone)> _reports = [];
        private Job _job;

        public Floor(bool isOrdered)
        {
            _isOrdered = isOrdered;
            _job = Some.Job(StepStatus.Pending, StepStatus.Pending, StepStatus.Pending) with { IsOrdered = isOrdered, TotalQuantity = Pieces };
            for (var step = 1; step <= Steps; step++) _waiting[step] = isOrdered && step > 1 ? 0 : Pieces;
        }

        public void Do(int kind, int step, int first, int second)
        {
            switch (kind)
            {
                case 0: Try(() => _job = _job.StartStep(Some.Id(step), Some.Now), null); break;
                case 1: Report(step, first % 8, second % 8, isFinal: false); break;
                case 2: Report(step, first % 8, second % 8, isFinal: true); break;
                case 3: Report(step, good: null, second % 8, isFinal: true); break;
                case 4 when _reports.Count > 0: TakeBack(first % _reports.Count); break;
                case 5: Rework(step, _isOrdered ? 1 + (first % step) : step, 1 + (second % 5)); break;
            }

            Compare();
        }

        private void Report(int step, int? good, int rejected, bool isFinal)
        {
            var id = Some.Id(step);
            if (_job.Find(id).Status != StepStatus.InProgress || (isFinal && _isOrdered && _job.Steps.Any(s => s.Order < step && s.Status != StepStatus.Completed))) return;
            Reported? reported = null;
            var passed = good ?? Math.Max(0, _waiting[step] - rejected);
            var can = passed + rejected <= _waiting[step] && _scrap.Sum() + rejected <= Pieces;
            Try(() => reported = isFinal ? _job.CompleteStep(id, Some.Work(good, rejected), Some.Rate, Guid.NewGuid()) : _job.ReportStep(id, Some.Work(good, rejected), Some.Rate, Guid.NewGuid()), can);
            if (reported is null) return;
            _job = reported.Job;
            _reports.Add((step, reported.Report, false));
            Move(step, passed, rejected);
        }

        private void TakeBack(int number)
        {
            var (step, report, isGone) = _reports[number];
            var can = !isGone && _scrap[step] >= report.Rejected && (!_isOrdered || _waiting[step + 1] >= report.Good);
            Reported? reported = null;
            Try(() => reported = _job.TakeBack(Some.Id(step), new PastReport(report, isGone ? Guid.NewGuid() : null, false), "", Guid.NewGuid(), Some.Now), can);
            if (reported is null) return;
            _job = reported.Job;
            _reports[number] = (step, report, true);
            Move(step, -report.Good, -report.Rejected);
        }

        private void Rework(int step, int to, int pieces)
        {
            var can = _scrap[step] >= pieces;
            if (!Try(() => _job = _job.Rework(Some.Id(step), Some.Id(to), pieces), can)) return;
            _scrap[step] -= pieces;
            _waiting[to] += pieces;
        }

        private void Move(int step, int good, int rejected)
        {
            _waiting[step] -= good + rejected;
            _scrap[step] += rejected;
            if (_isOrdered) _waiting[step + 1] += good;
        }

        private static bool Try(Action act, bool? can)
        {
            var refusal = Record.Exception(act);
            if (refusal is not null and not Refusal) throw refusal;
            if (can is { } expected) (refusal is null).ShouldBe(expected, refusal?.Message);
            return refusal is null;
        }

        private void Compare()
        {
            foreach (var step in _job.Steps)
            {
                _job.Open(step).ShouldBe(_waiting[step.Order]);
                (step.RejectedQuantity - step.ReworkedQuantity).ShouldBe(_scrap[step.Order]);
                (_waiting[step.Order] >= 0 && _scrap[step.Order] >= 0).ShouldBeTrue();
                step.GoodQuantity.ShouldBe(_reports.Where(r => !r.IsGone && r.Step == step.Order).Sum(r => r.Report.Good));
                (step.Earned ?? 0m).ShouldBe(step.GoodQuantity * Some.Rate.Amount);
            }

            if (_isOrdered) (_waiting.Sum() + _scrap.Sum()).ShouldBe(Pieces, "every piece lies in one heap");
            var isBroken = _isOrdered && _job.Steps.Zip(_job.Steps.Skip(1)).Any(pair => pair.Second.Status == StepStatus.Completed && pair.First.Status != StepStatus.Completed);
            isBroken.ShouldBeFalse("nothing behind a step that is not completed is");
        }
    }
}
