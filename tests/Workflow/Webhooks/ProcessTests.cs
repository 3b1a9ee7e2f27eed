using System.Diagnostics;
using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Webhooks;
using DeliveryStatus = FactoryFlow.Workflow.V1.WebhookDelivery.Types.Status;

namespace FactoryFlow.Workflow.Tests.Webhooks;

/// <summary>Processes that send beside each other, one that dies, and webhooks that hang.</summary>
[Collection("webhooks")]
public sealed class ProcessTests(World world)
{
    private readonly Shop _shop = new(world);

    [Fact]
    public async Task No_tenant_has_more_than_its_share_of_the_places_and_the_first_of_each_comes_before_the_second_of_any()
    {
        var (many, other) = (new Shop(world), new Shop(world));
        for (var i = 0; i < 10; i++) await many.Add("http://127.0.0.1:9/");
        await other.Add("http://127.0.0.1:9/");
        await many.Happens();
        await many.Pass(TimeSpan.FromHours(1));
        await other.Happens();
        var (first, none) = (await Take([], 2), await Take([many.Tenant, many.Tenant], 100));
        first.Where(d => d.TenantId == many.Tenant || d.TenantId == other.Tenant).Select(d => d.TenantId).ShouldBe([many.Tenant, other.Tenant], ignoreOrder: true);
        none.Count(d => d.TenantId == many.Tenant).ShouldBe(2, "two of four places are taken");
        await world.Look("delete from webhook_deliveries where tenant_id in ($1, $2) returning 1", many.Tenant, other.Tenant);

        // Other tests' deliveries may be due as well: no more of them than of these fit in.
        Task<IReadOnlyList<DueDelivery>> Take(Guid[] places, int webhooks) =>
            world.Db.Through(Door.Timers, tx => DeliveryStore.TakeDue(tx, [], places, failing: false, webhooks, 4, 1, TimeSpan.FromMinutes(2)), Limit.Soon());
    }

    [Fact]
    public async Task Webhooks_that_hang_hold_up_no_other()
    {
        await using var hanging = await WebhookReceiver.Start((_, http) => TrialProvider.StaySilent(http));
        await using var prompt = await WebhookReceiver.Start();
        for (var i = 0; i < WebhookStore.Most; i++) await _shop.Add(hanging.Url);
        var theirs = new Shop(world);
        await theirs.Add(prompt.Url);
        for (var i = 0; i < 5; i++) await _shop.Happens();
        using var process = _shop.Process();
        await process.StartAsync(Limit.Soon());
        await Limit.Until(() => Task.FromResult(hanging.Calls.Count), seen => seen >= 16);
        var began = Stopwatch.StartNew();
        for (var i = 0; i < 30; i++) await theirs.Happens(theirs.Tenant);
        await prompt.Arrived(30);
        began.Elapsed.ShouldBeLessThan(Courier.Patience);
        // A webhook is called a few times at once at most.
        hanging.Calls.Count.ShouldBeLessThanOrEqualTo(2 * WebhookStore.Most);
        await process.StopAsync(Limit.Soon());
        (await world.Look("select id::text from webhook_deliveries where tenant_id = $1 and lease_time > now()", _shop.Tenant)).ShouldBeEmpty("A process that stops gives back what it has not sent.");
    }

    [Fact]
    public async Task Many_processes_send_each_delivery_once()
    {
        await using var receiver = await WebhookReceiver.Start();
        for (var i = 0; i < 3; i++) await _shop.Add(receiver.Url);
        for (var i = 0; i < 40; i++) await _shop.Happens();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _shop.Send()));
        var calls = await receiver.Arrived(120);
        calls.GroupBy(call => call.Id).ShouldAllBe(same => same.Count() == 3);
        (await world.Look("select max(attempts)::text from webhook_deliveries where tenant_id = $1", _shop.Tenant)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task What_a_process_was_sending_when_it_died_is_sent_by_another_as_the_same_event()
    {
        await using var receiver = await WebhookReceiver.Start();
        var webhook = await _shop.Add(receiver.Url);
        var fact = await _shop.Happens();
        using var courier = new Courier(World.ThisMachine, World.Encryption, TimeProvider.System);
        var taken = await world.Db.Through(Door.Timers, tx => DeliveryStore.TakeDue(tx, [], [], failing: false, 100, 100, 100, TimeSpan.FromMinutes(2)), Limit.Soon());
        await courier.Send(taken.Single(d => d.TenantId == _shop.Tenant), Limit.Soon());
        await _shop.Send();
        (await receiver.Arrived(1)).Count.ShouldBe(1);
        await _shop.Pass(TimeSpan.FromMinutes(2));
        await _shop.Send();
        (await receiver.Arrived(2)).ShouldAllBe(call => call.Id == fact.EventId.ToString());
        (await _shop.Deliveries(webhook)).Single().Attempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_processes_the_one_whose_lease_is_over_writes_down_nothing()
    {
        await using var receiver = await WebhookReceiver.Start();
        var webhook = await _shop.Add(receiver.Url);
        await _shop.Happens();
        var taken = await world.Db.Through(Door.Timers, tx => DeliveryStore.TakeDue(tx, [], [], failing: false, 100, 100, 100, TimeSpan.FromMinutes(2)), Limit.Soon());
        await _shop.Pass(TimeSpan.FromMinutes(2));
        await _shop.Send();
        var late = new Attempt(DateTimeOffset.UtcNow, 1, 500, "", "Late.");
        await world.Db.As(_shop.Tenant, tx =>
        {
            DeliveryStore.Record(tx, taken.Single(d => d.TenantId == _shop.Tenant), late, DeliveryStatus.Pending, tx.Now);
            return Task.FromResult(true);
        }, Limit.Soon());
        var delivery = (await _shop.Deliveries(webhook)).Single();
        (delivery.Status, delivery.Attempts.Single().StatusCode).ShouldBe((DeliveryStatus.Delivered, 204));
    }
}
