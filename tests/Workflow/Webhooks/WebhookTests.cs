using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using static FactoryFlow.Workflow.V1.Webhook.Types;

namespace FactoryFlow.Workflow.Tests.Webhooks;

[Collection("webhooks")]
public sealed class WebhookTests(World world)
{
    // Nothing listens there.
    private const string Url = "http://127.0.0.1:9/hooks";

    private readonly Shop _shop = new(world);

    private Workflow.Webhooks.WebhookService Webhooks => _shop.Desk.Webhooks;

    [Fact]
    public async Task A_secret_is_told_once_and_kept_where_nobody_reads_it()
    {
        var request = new CreateWebhookRequest { Url = Url, Events = { "task.*", "sla.violated", "task.*" } };
        var (first, again) = (await Webhooks.CreateWebhook(request, _shop.Desk.Call(key: "k")).InTime(), await Webhooks.CreateWebhook(request, _shop.Desk.Call(key: "k")).InTime());
        (first.Secret.StartsWith("whsec_", StringComparison.Ordinal), first.Status, string.Join(',', first.Events)).ShouldBe((true, Status.Enabled, "sla.violated,task.*"));
        (again.Id, again.Secret).ShouldBe((first.Id, ""));
        (await _shop.Get(first)).Secret.ShouldBeEmpty();
        (await Webhooks.ListWebhooks(new(), _shop.Desk.Call()).InTime()).Webhooks.Single().ShouldBe(await _shop.Get(first));
        foreach (var table in new[] { "webhooks", "audit_entries", "idempotency_keys" })
        foreach (var row in await world.Look($"select t::text from {table} t where tenant_id = $1", _shop.Tenant))
        {
            row.ShouldNotContain(first.Secret["whsec_".Length..]);
            row.ShouldNotContain(Convert.ToHexStringLower(Convert.FromBase64String(first.Secret["whsec_".Length..])));
        }
    }

    [Fact]
    public async Task What_changes_is_what_is_named()
    {
        var webhook = await _shop.Add(Url);
        var changed = await Webhooks.UpdateWebhook(new() { WebhookId = webhook.Id, Url = "https://shop.example/other", Etag = webhook.Etag }, _shop.Desk.Call()).InTime();
        (changed.Url, changed.Description, changed.Events.Single()).ShouldBe(("https://shop.example/other", "The shop", "workflow.*"));
        (await Desk.Refused(() => Webhooks.UpdateWebhook(new() { WebhookId = webhook.Id, Description = "", Etag = webhook.Etag }, _shop.Desk.Call()))).Reason.Name.ShouldBe("ETAG_MISMATCH");
        var listens = await Webhooks.UpdateWebhook(new() { WebhookId = webhook.Id, Events = { "task.created" }, Status = Status.Disabled }, _shop.Desk.Call()).InTime();
        (listens.Events.Single(), listens.Status, listens.DisableReason).ShouldBe(("task.created", Status.Disabled, DisableReason.Requested));
        (await world.Look("select action from audit_entries where tenant_id = $1 order by time", _shop.Tenant)).ShouldBe(["webhook.created", "webhook.updated", "webhook.updated"]);
    }

    [Fact]
    public async Task What_is_deleted_is_there_for_nobody_and_its_secret_nowhere()
    {
        var webhook = await _shop.Add(Url);
        await Rotate(webhook);
        await _shop.Happens();
        var delivery = (await _shop.Deliveries(webhook)).Single();
        await Webhooks.DeleteWebhook(new() { WebhookId = webhook.Id }, _shop.Desk.Call()).InTime();
        await IsNotFound(webhook, delivery, _shop);
        (await Webhooks.ListWebhooks(new(), _shop.Desk.Call()).InTime()).Webhooks.ShouldBeEmpty();
        (await world.Look("select concat(sealed_secret, sealed_former_secret) from webhooks where tenant_id = $1", _shop.Tenant)).ShouldBe([""]);
    }

    [Fact]
    public async Task Another_tenants_webhook_is_not_there()
    {
        var webhook = await _shop.Add(Url);
        await _shop.Happens();
        await IsNotFound(webhook, (await _shop.Deliveries(webhook)).Single(), new Shop(world));
    }

    [Fact]
    public async Task Of_fifty_no_two_at_once_make_more()
    {
        for (var i = 0; i < 49; i++) await _shop.Add(Url);
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await _shop.Add(Url);
                return "";
            }
            catch (Platform.Errors.Refusal refused)
            {
                return refused.Reason.Name;
            }
        }));
        both.Order(StringComparer.Ordinal).ShouldBe(["", "WEBHOOKS_TOO_MANY", "WEBHOOKS_TOO_MANY", "WEBHOOKS_TOO_MANY"]);
    }

    [Fact]
    public async Task To_one_that_is_disabled_nothing_is_sent_on_demand_either()
    {
        var webhook = await _shop.Add(Url);
        await _shop.Happens();
        var delivery = (await _shop.Deliveries(webhook)).Single();
        await Webhooks.UpdateWebhook(new() { WebhookId = webhook.Id, Status = Status.Disabled }, _shop.Desk.Call()).InTime();
        (await Desk.Refused(() => Webhooks.TestWebhook(new() { WebhookId = webhook.Id }, _shop.Desk.Call()))).Reason.Name.ShouldBe("WEBHOOK_DISABLED");
        (await Desk.Refused(() => Webhooks.RedeliverWebhookDelivery(new() { WebhookId = webhook.Id, DeliveryId = delivery.Id }, _shop.Desk.Call()))).Reason.Name.ShouldBe("WEBHOOK_DISABLED");
        (await _shop.Happens(_shop.Tenant)).ShouldNotBeNull();
        (await _shop.Deliveries(webhook)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Deliveries_are_listed_newest_first_by_pages_and_by_status()
    {
        var webhook = await _shop.Add(Url);
        for (var i = 0; i < 5; i++) await _shop.Happens();
        var first = await Webhooks.ListWebhookDeliveries(new() { WebhookId = webhook.Id, PageSize = 3 }, _shop.Desk.Call()).InTime();
        var second = await Webhooks.ListWebhookDeliveries(new() { WebhookId = webhook.Id, PageSize = 3, PageToken = first.NextPageToken }, _shop.Desk.Call()).InTime();
        var all = first.Deliveries.Concat(second.Deliveries).Select(d => d.Id).ToList();
        (all.Count, second.NextPageToken).ShouldBe((5, ""));
        all.ShouldBe(all.OrderDescending(StringComparer.Ordinal));
        (await Webhooks.ListWebhookDeliveries(new() { WebhookId = webhook.Id, Status = WebhookDelivery.Types.Status.Failed }, _shop.Desk.Call()).InTime()).Deliveries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://shop.example", "workflow.*", null)]
    [InlineData("https://user@shop.example", "workflow.*", "url")]
    [InlineData("https://10.0.0.1", "workflow.*", "url")]
    [InlineData(Url, "", "events[0]")]
    [InlineData(Url, "workflow", "events[0]")]
    [InlineData(Url, "*", "events[0]")]
    [InlineData(Url, "shop.*", "events[0]")]
    [InlineData(Url, "webhook.test", "events[0]")]
    public async Task What_cannot_be_is_refused(string url, string listens, string? field)
    {
        if (field is null) (await _shop.Add(url, listens)).Url.ShouldBe(url);
        else (await Desk.Refused(() => _shop.Add(url, listens))).Faults.Select(f => f.Field).ShouldBe([field]);
    }

    [Fact]
    public async Task A_webhook_that_listens_to_nothing_is_refused() =>
        (await Desk.Refused(() => Webhooks.CreateWebhook(new() { Url = Url }, _shop.Desk.Call()))).Faults.Select(f => f.Field).ShouldBe(["events"]);

    private Task<Webhook> Rotate(Webhook webhook) => Webhooks.RotateWebhookSecret(new() { WebhookId = webhook.Id }, _shop.Desk.Call()).InTime();

    private static async Task IsNotFound(Webhook webhook, WebhookDelivery delivery, Shop shop)
    {
        var (service, id) = (shop.Desk.Webhooks, webhook.Id);
        Func<Task>[] calls =
        [
            () => service.GetWebhook(new() { WebhookId = id }, shop.Desk.Call()), () => service.UpdateWebhook(new() { WebhookId = id, Description = "" }, shop.Desk.Call()),
            () => service.DeleteWebhook(new() { WebhookId = id }, shop.Desk.Call()), () => service.RotateWebhookSecret(new() { WebhookId = id }, shop.Desk.Call()),
            () => service.TestWebhook(new() { WebhookId = id }, shop.Desk.Call()), () => service.ListWebhookDeliveries(new() { WebhookId = id }, shop.Desk.Call()),
            () => service.RedeliverWebhookDelivery(new() { WebhookId = id, DeliveryId = delivery.Id }, shop.Desk.Call()),
        ];
        foreach (var call in calls) (await Desk.Refused(call)).Reason.Name.ShouldBe("WEBHOOK_NOT_FOUND");
    }
}
