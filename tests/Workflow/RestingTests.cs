using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Activities;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Tests.Timers;
using FactoryFlow.Workflow.Tests.Webhooks;
using FactoryFlow.Workflow.V1;

namespace FactoryFlow.Workflow.Tests;

/// <summary>The workflows of a tenant that is suspended or closed: nothing happens by itself and nobody is called, and all of it goes on when it works again. By itself: it takes what is due of every tenant.</summary>
[Collection(nameof(RestingTests))]
[CollectionDefinition(nameof(RestingTests), DisableParallelization = true)]
public sealed class RestingTests(World world)
{
    [Theory]
    [InlineData("SUSPENDED")]
    [InlineData("CLOSED")]
    public async Task What_is_due_waits_until_the_tenant_works_again(string status)
    {
        await using var receiver = await WebhookReceiver.Start();
        var (bench, shop) = (new Bench(world), new Shop(world));
        var called = await bench.Taken(Bench.Call(receiver.Url));
        var timed = await TimerTests.Hung(bench.Desk);
        await bench.Desk.Pass(TimeSpan.FromHours(9));
        await shop.Add(receiver.Url);
        await shop.Happens();
        await Say(status);
        await Round();
        (receiver.Calls.Count, await bench.Look(called), (await bench.Desk.Get(timed.Id)).CurrentState).ShouldBe((0, "1:Pending", "drying"));
        await Say("ACTIVE");
        await Round();
        (receiver.Calls.Count, await bench.Look(called), (await bench.Desk.Get(timed.Id)).Status).ShouldBe((2, "1:Succeeded", Instance.Types.Status.Completed));

        async Task Say(string now)
        {
            foreach (var tenant in new[] { bench.Tenant, shop.Tenant })
                await world.Look("""
                    insert into tenant_states (tenant_id, version, state, update_time) values ($1, 1, jsonb_build_object('status', $2::text), now())
                    on conflict (tenant_id) do update set state = excluded.state returning 1
                    """, tenant, now);
        }

        async Task Round()
        {
            using var doer = bench.Desk.Doer();
            await Task.WhenAll(await doer.Begin(Limit.Soon())).InTime();
            await bench.Desk.Clockwork.FireSome(Limit.Soon());
            using var sender = shop.Process();
            await Task.WhenAll(await sender.Begin(Limit.Soon())).InTime();
        }
    }
}
