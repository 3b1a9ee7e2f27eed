using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tenants;
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
            var before = latest.First?.ToMessage();
            Etag.Require(request.Etag, before?.Version ?? 0);
            var limits = StoredJson.Read<TenantSettings>(found.Settings).Limits;
            TenantConfig.RequireWithin(limits, asked);

            var config = new V1.TenantConfig(asked) { TenantId = tenant.ToString(), Currency = found.Currency }.At((before?.Version ?? 0) + 1);
            Limits.Announce(tx, PlanLimit.MaxJobSteps, limits.MaxJobSteps, before?.JobSteps.Count ?? 0, config.JobSteps.Count);
            Limits.Announce(tx, PlanLimit.MaxArticleAttributes, limits.MaxArticleAttributes, before?.ArticleAttributes.Count ?? 0, config.ArticleAttributes.Count);
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
