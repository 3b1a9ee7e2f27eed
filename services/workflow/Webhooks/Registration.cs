using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>Registers what only webhooks need.</summary>
internal static class Registration
{
    private static readonly TimeSpan DeliveriesAreKept = TimeSpan.FromDays(30);

    /// <summary>Adds what sends deliveries, and forgets them.</summary>
    public static void AddWebhooks(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(KeyEncryption.From(builder.Configuration, builder.Environment, "Workflow"));
        builder.Services.AddSingleton(AddressPolicy.From(builder.Configuration, builder.Environment));
        builder.Services.AddSingleton<Courier>();
        builder.Services.AddHostedService<WebhookSecrets>();
        builder.Services.AddHostedService<SendOnDue>();
        foreach (var swept in Expired) builder.Services.AddSingleton(swept);
    }

    /// <summary>What is kept for a while only.</summary>
    public static readonly IReadOnlyList<Swept> Expired =
    [
        // With their attempts.
        new("webhooks' deliveries", static (tx, most) => tx.Ask<int>($"""
            with gone as (
                delete from webhook_deliveries where (tenant_id, id) in (
                    select tenant_id, id from webhook_deliveries where create_time <= {tx.RealNow - DeliveriesAreKept} order by create_time limit {most} for update skip locked)
                returning 1)
            select count(*)::int from gone
            """)),
        // A later one has none that is older than it was when it was deleted, and those are gone.
        new("deleted webhooks", static (tx, most) => tx.Ask<int>($"""
            with gone as (
                delete from webhooks where (tenant_id, id) in (
                    select tenant_id, id from webhooks w where delete_time <= {tx.RealNow - DeliveriesAreKept}
                        and not exists (select from webhook_deliveries d where d.tenant_id = w.tenant_id and d.webhook_id = w.id)
                    order by delete_time limit {most} for update skip locked)
                returning 1)
            select count(*)::int from gone
            """)),
        new("former secrets of webhooks", static (tx, most) => tx.Ask<int>($"""
            with gone as (
                update webhooks set sealed_former_secret = null, former_secret_expire_time = null where (tenant_id, id) in (
                    select tenant_id, id from webhooks where former_secret_expire_time <= {tx.RealNow} limit {most} for update skip locked)
                returning 1)
            select count(*)::int from gone
            """)),
    ];
}
