using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy.Tenants;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf.Collections;
using Grpc.Core;
using Limited = FactoryFlow.Tenancy.V1.LimitUsage.Types.Limit;

namespace FactoryFlow.Tenancy.Usage;

/// <summary>Asks whoever counts, as the caller and at the time of the call, so that no figure is older than the answer.</summary>
internal sealed class UsageReader(
    TenantDb db, [FromKeyedServices("identity")] UsageSourceService.UsageSourceServiceClient identity,
    [FromKeyedServices("production")] UsageSourceService.UsageSourceServiceClient production, TimeProvider clock, ILogger<UsageReader> log)
{
    /// <summary>What a tenant uses; null when there is no such tenant.</summary>
    public async Task<V1.Usage?> Of(Guid tenant, ServerCallContext context)
    {
        var (row, config) = await db.Read(context, tenant, async tx =>
        {
            var rows = TenantStore.Ask(tx, [tenant]);
            var bodies = tx.Ask<string>($"select body from tenant_configs where tenant_id = {tx.TenantId} order by version desc limit 1");
            await tx.Flush();
            return (rows.First, bodies.First is { } body ? StoredJson.Read<V1.TenantConfig>(body) : new V1.TenantConfig());
        });
        if (row is null or { Status: "PROVISIONING" }) return null;

        var (users, workers) = (Counts(identity, tenant, context), Counts(production, tenant, context));
        await Task.WhenAll(users, workers);
        var usage = TenantUsage.Of(row, limit => limit switch
        {
            Limited.MaxJobSteps => config.JobSteps.Count,
            Limited.MaxArticleAttributes => config.ArticleAttributes.Count,
            _ => Count(limit == Limited.MaxUsers ? users.Result : workers.Result, limit),
        });
        usage.ReadTime = Wire.Time(clock.GetUtcNow());
        return usage;
    }

    private static int? Count(MapField<string, int>? counts, Limited limit) =>
        counts is null ? null : counts.TryGetValue(EnumText.Of(limit), out var count) ? count : 0;

    private async Task<MapField<string, int>?> Counts(UsageSourceService.UsageSourceServiceClient source, Guid tenant, ServerCallContext context)
    {
        try
        {
            var answer = await source.ListCountsAsync(
                new ListCountsRequest { TenantId = tenant.ToString() }, deadline: clock.Deadline(), cancellationToken: context.CancellationToken);
            return answer.Counts;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded && !context.CancellationToken.IsCancellationRequested)
        {
            log.LogWarning("What tenant {TenantId} uses cannot be counted just now: {Problem}", tenant, e.Status.Detail);
            return null;
        }
    }
}
