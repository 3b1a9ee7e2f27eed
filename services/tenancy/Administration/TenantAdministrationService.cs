using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.Tenants;
using FactoryFlow.Tenancy.Usage;
using Google.Protobuf;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Administration;

/// <summary>What the platform does to tenants that are open: each RPC is in the file of its name.</summary>
internal sealed partial class TenantAdministrationService(TenantDb db, UsageReader usage) : V1.TenantAdministrationService.TenantAdministrationServiceBase
{
    private Task<V1.Tenant> Change(ServerCallContext context, IMessage request, Guid id, string etag, string action, Func<TenantRow, TenantRow> change) =>
        db.Write(context, id, request, tx => Change(tx, etag, action, change));

    // A change is kept, told and audited in one transaction; what changes nothing leaves no trace.
    private static async Task<V1.Tenant> Change(TenantTx tx, string etag, string action, Func<TenantRow, TenantRow> change)
    {
        var before = await TenantStore.Lock(tx) ?? throw NotFound(tx.TenantId);
        Etag.Require(etag, before.Version);
        var changed = change(before);
        if (changed == before) return before.ToMessage();

        var after = changed with { Version = before.Version + 1 };
        TenantStore.Save(tx, after);
        tx.Publish(after.ToFact(tx.NewId(), tx.Now));
        tx.Audit(action, "tenant", tx.TenantId, Changes.Between(before.ToMessage(), changed.ToMessage()));
        return after.ToMessage();
    }

    private static Refusal NotFound(Guid id) => Reasons.TenantNotFound.Refuse($"There is no tenant {id}.", "tenant_id");

    private static Refusal PlanNotFound(string plan) => Reasons.PlanNotFound.Refuse($"There is no plan {plan}.", "plan");
}
