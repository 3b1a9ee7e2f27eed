using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Statements;

/// <summary>What a worker earned at a job, and the first line that did.</summary>
internal sealed record WorkerJobRow(Guid JobId, decimal Earned, decimal Covered, long First)
{
    public WorkerJob ToMessage(string currency) => new()
    {
        JobId = JobId.ToString(),
        Earned = Wire.Money(Earned, currency),
        Covered = Wire.Money(Covered, currency),
    };
}
