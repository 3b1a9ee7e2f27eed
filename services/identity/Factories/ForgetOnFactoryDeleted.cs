using FactoryFlow.Events.Tenancy;
using FactoryFlow.Identity.ApiKeys;
using FactoryFlow.Identity.Cutoffs;
using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Identity.Factories;

/// <summary>Takes everybody's access to a factory that is gone, and every key's.</summary>
internal sealed class ForgetOnFactoryDeleted : IFactHandler<FactoryDeleted>
{
    public static string Name => "forget-on-factory-deleted";

    public Action<IReadOnlyList<FactoryDeleted>> Plan(TenantTx tx, IReadOnlyList<FactoryDeleted> facts)
    {
        // Whoever gives access to it just now has asked before it was deleted: their row is there when the lock is ours.
        UserStore.TakeTurn(tx);
        return fresh =>
        {
            foreach (var fact in fresh)
            {
                CutoffStore.OfFactory(tx, fact.FactoryId);
                FactoryAccessStore.RemoveAll(tx, fact.FactoryId);
                ApiKeyStore.Forget(tx, fact.FactoryId);
                tx.Audit("factory_access.removed", "factory", fact.FactoryId);
            }
        };
    }
}
