using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Events.Tenancy;
using Google.Protobuf;

namespace FactoryFlow.Production.OrderFlows;

/// <summary>Gives tenants who never had a category those of the beginning, each with its flow.</summary>
internal static class Seeds
{
    /// <summary>Of the transaction's tenant; behind the door of seeding, of every tenant that is known.</summary>
    public static void Write(TenantTx tx)
    {
        var (codes, names) = (BuiltIn.Categories.Keys.ToArray(), BuiltIn.Categories.Values.Select(c => c.Name).ToArray());
        var flows = BuiltIn.Categories.Values.Select(c => new Json(JsonFormatter.Default.Format(c.Flow))).ToArray();
        tx.Write($"""
            with seeds as (select * from unnest({codes}, {names}, {flows}) as s (code, name, flow)), made as (
                insert into service_categories (tenant_id, id, code, name, create_time)
                select t.tenant_id, gen_random_uuid(), s.code, s.name, {tx.Now}
                from (select tenant_id from tenant_states union select {tx.TenantId} where {tx.TenantId} <> {Guid.Empty}) t cross join seeds s
                where not exists (select from service_categories c where c.tenant_id = t.tenant_id)
                order by t.tenant_id, s.code
                on conflict do nothing returning tenant_id, id, code)
            insert into order_flows (tenant_id, id, category_id, version, is_active, flow, create_time)
            select m.tenant_id, gen_random_uuid(), m.id, 0, true, s.flow, {tx.Now} from made m join seeds s using (code)
            """);
    }
}

/// <summary>Gives every tenant that is known at the start of the service what it lacks: those that were there before there were categories.</summary>
internal sealed class SeedAtStart(TenantDb db) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => db.Through(Door.Seeding, tx =>
    {
        Seeds.Write(tx);
        return Task.FromResult(true);
    }, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Gives a tenant what it begins with as soon as it is heard of.</summary>
internal sealed class SeedOnTenantChanged : IFactHandler<TenantChanged>
{
    public static string Name => "seed-on-tenant-changed";

    public Action<IReadOnlyList<TenantChanged>> Plan(TenantTx tx, IReadOnlyList<TenantChanged> facts) => _ => Seeds.Write(tx);
}
