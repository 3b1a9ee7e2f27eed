using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Identity.Owners;

/// <summary>Undoes what was made for a tenant whose opening was given up; an owner who is asked for later finds nobody prepared.</summary>
internal sealed class UndoOnTenantWithdrawn : IFactHandler<TenantWithdrawn>
{
    public static string Name => "undo-on-tenant-withdrawn";

    public Action<IReadOnlyList<TenantWithdrawn>> Plan(TenantTx tx, IReadOnlyList<TenantWithdrawn> facts)
    {
        // Tenancy speaks of a tenant's state only when it is open: whatever else is said, an open tenant is not undone.
        var open = tx.Ask<int>($"select 1 from tenant_states where tenant_id = {tx.TenantId}");
        return _ =>
        {
            if (open.Rows.Count > 0) throw new InvalidOperationException($"Tenant {tx.TenantId} is open and was withdrawn: one of the two is a mistake, and neither is undone.");
            PreparedOwnerStore.Undo(tx);
            tx.Audit("owner.withdrawn", "tenant", tx.TenantId);
        };
    }
}
