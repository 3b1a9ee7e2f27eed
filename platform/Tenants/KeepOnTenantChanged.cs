using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Platform.Tenants;

/// <summary>Keeps what tenancy says of a tenant.</summary>
internal sealed class KeepOnTenantChanged : IFactHandler<TenantChanged>
{
    public static string Name => "keep-on-tenant-changed";

    public Action<IReadOnlyList<TenantChanged>> Plan(TenantTx tx, IReadOnlyList<TenantChanged> facts) =>
        fresh => TenantStates.Keep(tx, fresh.MaxBy(f => f.Version)!);
}
