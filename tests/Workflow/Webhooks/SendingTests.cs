using FactoryFlow.Events.Workflow;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Webhooks;
using static FactoryFlow.Workflow.V1.Webhook.Types;
using DeliveryStatus = FactoryFlow.Workflow.V1.WebhookDelivery.Types.Status;

namespace FactoryFlow.Workflow.Tests.Webhooks;

/// <summary>From a fact to a call of a real server on this machine, and what becomes of a delivery. One after the other, since a process sends for every tenant.</summary>
[Collection("webhooks")]
public sealed class SendingTests(World world)
{
    private readonly Shop _shop = new(world);

    [Fact]
    public async Task An_event_arrives_at_each_webhook_that_listens_and_at_no_other_tenants()
    {
        await using var receiver = await WebhookReceiver.Start();
        var (exact, wide, other, theirs) = (await _shop.Add(receiver.Url, "workflow.instance.started"), await _shop.Add(receiver.Url), await _shop.Add(receiver.Url, "task.*"), new Shop(world));
        var foreign = await theirs.Add(receiver.Url);
        var fact = await _shop.Happens();
        await _shop.Send();
        var calls = await receiver.Arrived(2);
        calls.ShouldAllBe(call => call.Id == fact.EventId.ToString() && call.Body == WebhookEvents.BodyOf(fact));
        foreach (var webhook in new[] { exact, wide })
        {
            calls.Count(call => call.IsSignedWith(webhook.Secret)).ShouldBe(1);
            (await _shop.Deliveries(webhook)).Single().Status.ShouldBe(DeliveryStatus.Delivered);
        }

        ((await _shop.Deliveries(other)).Count, (await theirs.Deliveries(foreign)).Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_fact_that_is_heard_again_is_told_once_even_where_the_inbox_forgot_it()
    {
        await using var receiver = await WebhookReceiver.Start();
        var webhook = await _shop.Add(receiver.Url);
        var fact = await _shop.Happens();
        await _shop.Happens(fact: fact);
        await _shop.Happens(fact: fact, consumer: "another-memory");
        await _shop.Send();
        (await receiver.Arrived(1)).Count.ShouldBe(1);
        (await _shop.Deliveries(webhook)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_failed_is_sent_again_later_as_the_same_event()
    {
        await using var receiver = await WebhookReceiver.Start((before, http) => WebhookReceiver.Say(http, before == 0 ? 500 : 200));
        var webhook = await _shop.Add(receiver.Url);
        await _shop.Happens();
        await _shop.Send();
        var waiting = (await _shop.Deliveries(webhook)).Single();
        (waiting.Status, waiting.Attempts.Single().StatusCode, waiting.Attempts[0].Error).ShouldBe((DeliveryStatus.Pending, 500, "The answer was 500."));
        (waiting.NextAttemptTime.ToDateTimeOffset() - waiting.Attempts[0].StartTime.ToDateTimeOffset()).TotalSeconds.ShouldBeInRange(4, 30);
        (await _shop.Get(webhook)).FailingTime.ShouldNotBeNull();
        await _shop.Pass(TimeSpan.FromSeconds(10));
        await _shop.Send();
        var calls = await receiver.Arrived(2);
        (calls[0].Id, calls[0].Body, calls[1].IsSignedWith(webhook.Secret)).ShouldBe((calls[1].Id, calls[1].Body, true));
        var done = (await _shop.Deliveries(webhook)).Single();
        (done.Status, done.NextAttemptTime, string.Join(',', done.Attempts.Select(a => $"{a.Number}:{a.StatusCode}"))).ShouldBe((DeliveryStatus.Delivered, null, "1:500,2:200"));
        (await _shop.Get(webhook)).FailingTime.ShouldBeNull();
    }

    [Fact]
    public async Task What_fails_for_a_day_is_given_up_and_sent_again_when_somebody_says_so()
    {
        var isUp = false;
        await using var receiver = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, isUp ? 200 : 503));
        var webhook = await _shop.Add(receiver.Url);
        await _shop.Happens();
        for (var i = 0; i < 11; i++)
        {
            await _shop.Send();
            await _shop.Pass(TimeSpan.FromHours(i < 6 ? 1.2 : 9));
            // Not for so long that it counts as dead.
            await world.Look("update webhooks set failing_time = now() where tenant_id = $1 returning 1", _shop.Tenant);
        }

        var given = (await _shop.Deliveries(webhook)).Single();
        (given.Status, given.Attempts.Count, given.EndTime is null).ShouldBe((DeliveryStatus.Failed, 11, false));
        isUp = true;
        var again = await _shop.Desk.Webhooks.RedeliverWebhookDelivery(new() { WebhookId = webhook.Id, DeliveryId = given.Id }, _shop.Desk.Call()).InTime();
        (again.Status, again.EndTime, again.Attempts.Count).ShouldBe((DeliveryStatus.Pending, null, 11));
        await _shop.Send();
        (await _shop.Deliveries(webhook)).Single().Status.ShouldBe(DeliveryStatus.Delivered);
        (await receiver.Arrived(12)).Select(call => call.Id).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_says_that_it_is_gone_is_disabled_at_once_with_notice()
    {
        await using var receiver = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, 410));
        var webhook = await _shop.Add(receiver.Url);
        await _shop.Happens();
        await _shop.Send();
        var gone = await _shop.Get(webhook);
        (gone.Status, gone.DisableReason, gone.DisableTime is null).ShouldBe((Status.Disabled, DisableReason.Gone, false));
        (await _shop.Deliveries(webhook)).Single().Status.ShouldBe(DeliveryStatus.Failed);
        await Noticed("GONE", webhook.Id);
        await _shop.Happens();
        await _shop.Send();
        ((await _shop.Deliveries(webhook)).Count, receiver.Calls.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_webhook_at_which_nothing_arrives_for_three_days_is_disabled_with_notice_to_those_that_listen()
    {
        await using var dead = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, 500));
        await using var watching = await WebhookReceiver.Start();
        var (webhook, watch) = (await _shop.Add(dead.Url), await _shop.Add(watching.Url, "webhook.*"));
        await _shop.Happens();
        await _shop.Send();
        await _shop.Pass(TimeSpan.FromDays(2.9));
        await _shop.Send();
        (await _shop.Get(webhook)).Status.ShouldBe(Status.Enabled);
        await _shop.Pass(TimeSpan.FromDays(0.2));
        await _shop.Send();
        (await _shop.Get(webhook)).DisableReason.ShouldBe(DisableReason.Failing);
        await _shop.Hear(TellOn.Name, await Noticed("FAILING", webhook.Id));
        await _shop.Send();
        ((await watching.Arrived(1)).Single().Json["data"]!["webhookId"]!.ToString(), watch.Status).ShouldBe((webhook.Id, Status.Enabled));
    }

    [Fact]
    public async Task What_waits_while_a_webhook_is_disabled_is_sent_when_it_is_enabled_again()
    {
        var isUp = false;
        await using var receiver = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, isUp ? 204 : 500));
        var webhook = await _shop.Add(receiver.Url);
        await _shop.Happens();
        await _shop.Send();
        await _shop.Desk.Webhooks.UpdateWebhook(new() { WebhookId = webhook.Id, Status = Status.Disabled }, _shop.Desk.Call()).InTime();
        await _shop.Pass(TimeSpan.FromHours(1));
        await Task.WhenAll(await _shop.Process().Begin(Limit.Soon()));
        receiver.Calls.Count.ShouldBe(1);
        isUp = true;
        var enabled = await _shop.Desk.Webhooks.UpdateWebhook(new() { WebhookId = webhook.Id, Status = Status.Enabled }, _shop.Desk.Call()).InTime();
        (enabled.Status, enabled.DisableReason, enabled.FailingTime).ShouldBe((Status.Enabled, DisableReason.Unspecified, null));
        await _shop.Send();
        (await receiver.Arrived(2)).Count.ShouldBe(2);
    }

    private async Task<WebhookDisabled> Noticed(string reason, string id)
    {
        var notice = (await _shop.Desk.Facts()).OfType<WebhookDisabled>().Single();
        (notice.Reason, notice.WebhookId.ToString(), notice.Description).ShouldBe((reason, id, "The shop"));
        (await world.Look("select action from audit_entries where tenant_id = $1 and entity_id = $2 order by time", _shop.Tenant, Guid.Parse(id))).ShouldBe(["webhook.created", "webhook.disabled"]);
        return notice;
    }
}
