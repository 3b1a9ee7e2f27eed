using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Ledger.Wages;

/// <summary>Credits the wage of each held report whose rate has come.</summary>
internal sealed class CreditOnHeldWageReleased : IFactHandler<HeldWageReleased>
{
    public static string Name => "credit-on-held-wage-released";

    public Action<IReadOnlyList<HeldWageReleased>> Plan(TenantTx tx, IReadOnlyList<HeldWageReleased> facts) => Crediting.PlanReleases(tx, facts);
}
