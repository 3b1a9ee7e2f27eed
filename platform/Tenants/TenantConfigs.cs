using System.Diagnostics.Metrics;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Tenants;

/// <summary>
/// The shape of tenants' work. Tenancy is asked, as the caller, so that the answer is the newest; while it does not answer, the
/// copy holds that this service keeps from what it heard and was answered, for a day at most.
/// </summary>
public sealed class TenantConfigs(TenantConfigService.TenantConfigServiceClient tenancy, TimeProvider clock, ILogger<TenantConfigs> log)
{
    /// <summary>How long after it was known to be the newest a copy may stand for it.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromHours(24);

    // A copy that was confirmed so short a while ago is not written again.
    private static readonly TimeSpan ConfirmedFor = TimeSpan.FromMinutes(10);

    private static readonly Counter<long> Old = Telemetry.Meter.CreateCounter<long>(
        "factoryflow.tenant_configs.old", description: "Uses of a tenant's configuration that tenancy could not be asked for.");

    // A newer tenancy may have said things that this version does not know.
    private static readonly JsonParser Lenient = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>The configuration of the transaction's tenant, who is the caller's.</summary>
    /// <exception cref="RpcException">NOT_FOUND: there is none.</exception>
    /// <exception cref="Refusal">TENANT_CONFIG_TOO_OLD or UNAVAILABLE: tenancy does not answer, and there is no copy that may stand for it.</exception>
    public async Task<KnownTenantConfig> Current(TenantTx tx, CancellationToken ct)
    {
        try
        {
            var config = await tenancy.GetTenantConfigAsync(
                new GetTenantConfigRequest(), deadline: clock.Deadline(), cancellationToken: ct);
            if (!tx.IsRead) Keep(tx, config.Version, new Json(JsonFormatter.Default.Format(config)), tx.Now);
            return new KnownTenantConfig(config, null);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded && !ct.IsCancellationRequested)
        {
            return await Copy(tx, e.StatusCode);
        }
    }

    /// <summary>Keeps a configuration that was the newest at a time, unless a newer one is known. Who finds it kept already waits for nobody.</summary>
    internal static void Keep(TenantTx tx, int version, Json config, DateTimeOffset time) => tx.Write($"""
        insert into known_tenant_configs (tenant_id, version, config, confirm_time)
        select {tx.TenantId}, {version}, {config}, {time}
        where not exists (select from known_tenant_configs
            where tenant_id = {tx.TenantId} and (version > {version} or (version = {version} and confirm_time > {time - ConfirmedFor})))
        on conflict (tenant_id) do update set version = excluded.version, config = excluded.config,
            confirm_time = greatest(known_tenant_configs.confirm_time, excluded.confirm_time)
        where known_tenant_configs.version <= excluded.version
        """);

    private async Task<KnownTenantConfig> Copy(TenantTx tx, StatusCode why)
    {
        var kept = await tx.One<Kept>($"select config, confirm_time from known_tenant_configs where tenant_id = {tx.TenantId}")
            ?? throw CommonReasons.Unavailable.Refuse($"The tenant's configuration is not known here yet, and tenancy does not say ({why}). Retry with the same Idempotency-Key.");
        if (tx.Now - kept.ConfirmTime > GoodFor)
            throw CommonReasons.TenantConfigTooOld.Refuse(
                FormattableString.Invariant($"Tenancy does not answer ({why}), and the configuration that is known here was last confirmed at {kept.ConfirmTime:u}, more than {GoodFor.TotalHours:0} hours ago. Retry with the same Idempotency-Key when tenancy is back."));
        var config = Lenient.Parse<TenantConfig>(kept.Config);
        Old.Add(1);
        log.LogWarning("Tenancy does not answer ({Why}): version {Version} of tenant {Tenant}'s configuration, last confirmed at {Time:u}, stands for the newest", why, config.Version, tx.TenantId, kept.ConfirmTime);
        return new KnownTenantConfig(config, kept.ConfirmTime);
    }

    private sealed record Kept(string Config, DateTimeOffset ConfirmTime);
}
