using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;

namespace FactoryFlow.Workflow.Tests;

/// <summary>Lists that are filtered read what they show, and not all that the tenant has: as the application's role, by plans for any values and for these.</summary>
public sealed class ListPlansTests(World world)
{
    [Fact]
    public Task Instances_by_business_key() => GoesBy("instances_known_by", tx =>
    {
        tx.Write($"""
            prepare listed (uuid, uuid, text) as select id from instances
            where tenant_id = $1 and ($2 is null or id < $2) and business_key = $3 and business_key <> '' order by id desc limit 51
            """);
        return tx.All<string>($"explain (costs off) execute listed ('0190c1b2-7c3e-7d4f-8a5b-6c7d8e9f0a1b', null, 'PO-7')");
    });

    [Fact]
    public Task Deliveries_by_what_became_of_them() => GoesBy("webhook_deliveries_by_status", tx =>
    {
        tx.Write($"""
            prepare listed (uuid, uuid, text) as select id from webhook_deliveries
            where tenant_id = $1 and webhook_id = $2 and id < 'ffffffff-ffff-ffff-ffff-ffffffffffff' and status = $3 order by id desc limit 51
            """);
        return tx.All<string>($"explain (costs off) execute listed ('0190c1b2-7c3e-7d4f-8a5b-6c7d8e9f0a1b', '0190c1b2-7c3e-7d4f-8a5b-6c7d8e9f0a1b', 'FAILED')");
    });

    private async Task GoesBy(string index, Func<TenantTx, Task<IReadOnlyList<string>>> explain)
    {
        foreach (var mode in new[] { "force_generic_plan", "force_custom_plan" })
        {
            var plan = await world.Db.As(Guid.NewGuid(), async tx =>
            {
                // These tables are small here, where the planner would read them whole if it might.
                foreach (var setting in new[] { "enable_seqscan", "enable_bitmapscan", "enable_sort" }) tx.Ask<string>($"select set_config({setting}, 'off', true)");
                tx.Ask<string>($"select set_config('plan_cache_mode', {mode}, true)");
                await tx.Flush();
                var lines = await explain(tx);
                tx.Write($"deallocate listed");
                return string.Join('\n', lines);
            }, Limit.Soon());
            plan.ShouldContain(index, Case.Sensitive, $"{mode}\n{plan}");
        }
    }
}
