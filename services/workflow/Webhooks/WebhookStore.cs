using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>What is asked and written about webhooks.</summary>
internal static class WebhookStore
{
    /// <summary>How many a tenant may have.</summary>
    public const int Most = 50;

    /// <summary>Asks how many there are, of whoever adds one first: the next one waits.</summary>
    public static Answer<long> AskCount(TenantTx tx)
    {
        tx.Ask<int>($"select 1 from pg_advisory_xact_lock(hashtextextended('webhooks', hashtext({tx.TenantId.ToString()})))");
        return tx.Ask<long>($"select count(*) from webhooks where tenant_id = {tx.TenantId} and delete_time is null");
    }

    /// <summary>Asks which webhooks are told what.</summary>
    public static Answer<Listener> AskListeners(TenantTx tx) => tx.Ask<Listener>($"select id, events from webhooks where tenant_id = {tx.TenantId} and status = 'ENABLED'");

    /// <summary>Asks for a webhook.</summary>
    public static Answer<WebhookRow> Ask(TenantTx tx, Guid id) => tx.Ask<WebhookRow>($"{Shown()} where tenant_id = {tx.TenantId} and id = {id} and delete_time is null");

    /// <summary>Asks for a webhook, to change it.</summary>
    public static Answer<WebhookRow> AskLocked(TenantTx tx, Guid id) =>
        tx.Ask<WebhookRow>($"{Shown()} where tenant_id = {tx.TenantId} and id = {id} and delete_time is null for no key update");

    /// <summary>What is read of webhooks.</summary>
    public static Sql Shown() => $"""
        select id, url, description, events, status as status_text, disable_reason as disable_reason_text, disable_time, failing_time,
            sealed_secret, sealed_former_secret, former_secret_expire_time, version, create_time, update_time
        from webhooks
        """;

    public static void Add(TenantTx tx, WebhookRow w) => tx.Write($"""
        insert into webhooks (tenant_id, id, url, description, events, status, sealed_secret, version, create_time, update_time)
        values ({tx.TenantId}, {w.Id}, {w.Url}, {w.Description}, {w.Events}, {w.StatusText}, {w.SealedSecret}, {w.Version}, {w.CreateTime}, {w.UpdateTime})
        """);

    public static void Save(TenantTx tx, WebhookRow w) => tx.Write($"""
        update webhooks set url = {w.Url}, description = {w.Description}, events = {w.Events}, status = {w.StatusText}, disable_reason = {w.DisableReasonText},
            disable_time = {w.DisableTime}, failing_time = {w.FailingTime}, sealed_secret = {w.SealedSecret}, sealed_former_secret = {w.SealedFormerSecret},
            former_secret_expire_time = {w.FormerSecretExpireTime}, version = {w.Version}, update_time = {w.UpdateTime}
        where tenant_id = {tx.TenantId} and id = {w.Id}
        """);

    /// <summary>Hides a webhook until its deliveries are swept, and forgets its secret.</summary>
    public static void Delete(TenantTx tx, Guid id) => tx.Write($"""
        update webhooks set status = 'DISABLED', disable_reason = coalesce(disable_reason, 'REQUESTED'), disable_time = coalesce(disable_time, {tx.RealNow}),
            sealed_secret = null, sealed_former_secret = null, former_secret_expire_time = null, delete_time = {tx.RealNow}
        where tenant_id = {tx.TenantId} and id = {id}
        """);

    /// <summary>Writes down that something arrived, where that is news.</summary>
    public static void Works(TenantTx tx, Guid id) => tx.Write($"update webhooks set failing_time = null where tenant_id = {tx.TenantId} and id = {id} and failing_time is not null");

    /// <summary>Writes down that something did not arrive, where that is news.</summary>
    public static void Fails(TenantTx tx, Guid id) => tx.Write($"update webhooks set failing_time = {tx.RealNow} where tenant_id = {tx.TenantId} and id = {id} and failing_time is null");

    /// <summary>The secrets of any tenant's webhooks, which nobody changes meanwhile.</summary>
    public static Task<IReadOnlyList<SealedSecrets>> LockSecrets(TenantTx tx) => tx.All<SealedSecrets>($"""
        select tenant_id, id, sealed_secret, sealed_former_secret from webhooks where sealed_secret is not null order by tenant_id, id for no key update
        """);

    public static void Reseal(TenantTx tx, SealedSecrets s) => tx.Write($"""
        update webhooks set sealed_secret = {s.SealedSecret}, sealed_former_secret = {s.SealedFormerSecret} where tenant_id = {s.TenantId} and id = {s.Id}
        """);
}

/// <summary>The secrets of a webhook.</summary>
internal sealed record SealedSecrets(Guid TenantId, Guid Id, byte[] SealedSecret, byte[]? SealedFormerSecret);
