using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.TenantConfigs;

internal sealed partial class TenantConfigService
{
    public override Task<V1.TenantConfig> UpsertTenantConfig(UpsertTenantConfigRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = TenantOf(context.Caller(), request.TenantId, check);
        var asked = TenantConfig.Of(request, check);
        check.Done();
        RequireOwn(context.Caller(), tenant);

        return db.Write(context, tenant, request, async tx =>
        {
            var locked = TenantConfigStore.LockTenant(tx);
            var latest = TenantConfigStore.Ask(tx);
            await tx.Flush();
            if (locked.First is not { } found) throw NotFound(tenant);
            TenantConfig.RequireWithin(StoredJson.Read<TenantSettings>(found.Settings).Limits, asked);

            var before = latest.First?.ToMessage();
            var config = new V1.TenantConfig(asked) { TenantId = tenant.ToString(), Version = (before?.Version ?? 0) + 1, Currency = found.Currency };
            TenantConfigStore.Add(tx, config);
            tx.Publish(new TenantConfigChanged
            {
                EventId = tx.NewId(), TenantId = tenant, OccurredAt = tx.Now, Version = config.Version, Config = StoredJson.Text(config),
            });
            tx.Audit("tenant_config.updated", "tenant", tenant, Changes.Between(before, config));
            return config;
        });
    }
}
