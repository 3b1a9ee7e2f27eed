using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Ledger.Wages;

/// <summary>Credits the wage of each partial report, as of a final one.</summary>
internal sealed class CreditOnJobStepProgressed : IFactHandler<JobStepProgressed>
{
    public static string Name => "credit-on-job-step-progressed";

    public Action<IReadOnlyList<JobStepProgressed>> Plan(TenantTx tx, IReadOnlyList<JobStepProgressed> facts) => Crediting.PlanReports(tx, facts);
}
