using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Ledger.Wages;

/// <summary>Credits the wage of each final report, once, or holds it for want of a rate.</summary>
internal sealed class CreditOnJobStepCompleted : IFactHandler<JobStepCompleted>
{
    public static string Name => "credit-on-job-step-completed";

    public Action<IReadOnlyList<JobStepCompleted>> Plan(TenantTx tx, IReadOnlyList<JobStepCompleted> facts) => Crediting.PlanReports(tx, facts);
}
