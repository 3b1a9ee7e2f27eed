using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Platform.Tenants;

/// <summary>Keeps what tenancy says of a tenant's configuration.</summary>
internal sealed class KeepOnTenantConfigChanged : IFactHandler<TenantConfigChanged>
{
    public static string Name => "keep-on-tenant-config-changed";

    public Action<IReadOnlyList<TenantConfigChanged>> Plan(TenantTx tx, IReadOnlyList<TenantConfigChanged> facts) => fresh =>
    {
        var newest = fresh.MaxBy(f => f.Version)!;
        TenantConfigs.Keep(tx, newest.Version, new Json(newest.Config), newest.OccurredAt);
    };
}
