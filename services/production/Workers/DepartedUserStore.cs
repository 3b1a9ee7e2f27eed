using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Workers;

/// <summary>The statements on users who are gone. Facts of different kinds may be heard in another order than they happened in.</summary>
internal static class DepartedUserStore
{
    // Longer than anything waits on the way here.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>What is forgotten once nothing is heard of them any more.</summary>
    public static readonly Swept Old = new("departed_users", static (tx, most) => tx.Ask<int>($"""
        with gone as (
            delete from departed_users where (tenant_id, user_id) in (
                select tenant_id, user_id from departed_users where hear_time <= {tx.Now - Lifetime} order by hear_time limit {most} for update skip locked)
            returning 1)
        select count(*)::int from gone
        """));

    /// <summary>Asks which of these users are gone.</summary>
    public static Answer<Guid> Ask(TenantTx tx, Guid[] users) =>
        tx.Ask<Guid>($"select user_id from departed_users where tenant_id = {tx.TenantId} and user_id = any({users})");

    /// <summary>Keeps that these users are gone.</summary>
    public static void Keep(TenantTx tx, Guid[] users) => tx.Write($"""
        insert into departed_users (tenant_id, user_id, hear_time) select {tx.TenantId}, id, {tx.Now} from unnest({users}) as id on conflict do nothing
        """);
}
