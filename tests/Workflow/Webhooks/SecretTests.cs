using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace FactoryFlow.Workflow.Tests.Webhooks;

/// <summary>What secrets and deliveries come to: rotated, sealed anew, and swept.</summary>
[Collection("webhooks")]
public sealed class SecretTests(World world)
{
    private readonly Shop _shop = new(world);

    [Fact]
    public async Task While_secrets_overlap_calls_are_signed_with_both_and_then_with_the_new_one()
    {
        await using var receiver = await WebhookReceiver.Start();
        var first = await _shop.Add(receiver.Url);
        var second = await Rotate(first.Id, null);
        await _shop.Happens();
        await _shop.Send();
        (receiver.Calls.Last().IsSignedWith(first.Secret), receiver.Calls.Last().IsSignedWith(second.Secret)).ShouldBe((true, true));
        second.FormerSecretExpireTime.ToDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow.AddHours(24), TimeSpan.FromMinutes(2));
        await _shop.Pass(TimeSpan.FromHours(24.1));
        await _shop.Happens();
        await _shop.Send();
        (receiver.Calls.Last().IsSignedWith(first.Secret), receiver.Calls.Last().IsSignedWith(second.Secret)).ShouldBe((false, true));
        var third = await Rotate(first.Id, 0);
        await _shop.Happens();
        await _shop.Send();
        (receiver.Calls.Last().Signature.Split(' ').Length, receiver.Calls.Last().IsSignedWith(third.Secret), receiver.Calls.Count).ShouldBe((1, true, 3));
    }

    [Fact]
    public async Task A_new_key_seals_at_the_start_what_the_old_one_sealed()
    {
        await using var receiver = await WebhookReceiver.Start();
        var webhook = await _shop.Add(receiver.Url);
        byte[] young = [.. Enumerable.Repeat((byte)7, 32)];
        await new WebhookSecrets(world.Db, new KeyEncryption(young, former: new byte[32])).StartAsync(Limit.Soon());
        var box = (await world.Look("select encode(sealed_secret, 'hex') from webhooks where tenant_id = $1", _shop.Tenant)).Single();
        WebhookSecret.Open(new KeyEncryption(young), Guid.Parse(webhook.Id), Convert.FromHexString(box)).Text.ShouldBe(webhook.Secret);
        await new WebhookSecrets(world.Db, new KeyEncryption(new byte[32], former: young)).StartAsync(Limit.Soon());
        await _shop.Happens();
        await _shop.Send();
        (await receiver.Arrived(1)).Single().IsSignedWith(webhook.Secret).ShouldBeTrue();
    }

    [Fact]
    public async Task After_a_month_deliveries_are_swept_and_then_webhooks_that_were_deleted()
    {
        await using var receiver = await WebhookReceiver.Start();
        var (webhook, kept) = (await _shop.Add(receiver.Url), await _shop.Add(receiver.Url));
        await Rotate(kept.Id, 1);
        await _shop.Happens();
        await _shop.Send();
        await _shop.Desk.Webhooks.DeleteWebhook(new() { WebhookId = webhook.Id }, _shop.Desk.Call()).InTime();
        var sweep = new Sweep(world.Db, Registration.Expired, TimeProvider.System, NullLogger<Sweep>.Instance);
        await sweep.Round(Limit.Soon());
        (await _shop.Deliveries(kept)).Count.ShouldBe(1);
        await _shop.Pass(TimeSpan.FromDays(31));
        await world.Look("""
            with hooks as (update webhooks set delete_time = delete_time - interval '31 days' where tenant_id = $1)
            update webhook_deliveries set create_time = create_time - interval '31 days' where tenant_id = $1 returning 1
            """, _shop.Tenant);
        await sweep.Round(Limit.Soon());
        ((await _shop.Deliveries(kept)).Count, (await _shop.Get(kept)).FormerSecretExpireTime).ShouldBe((0, null));
        (await world.Look("select id::text from webhooks where tenant_id = $1", _shop.Tenant)).ShouldBe([kept.Id]);
        (await world.Look("select number::text from webhook_attempts where tenant_id = $1", _shop.Tenant)).ShouldBeEmpty();
    }

    private Task<V1.Webhook> Rotate(string id, int? hours)
    {
        var request = new V1.RotateWebhookSecretRequest { WebhookId = id };
        if (hours is { } given) request.OverlapHours = given;
        return _shop.Desk.Webhooks.RotateWebhookSecret(request, _shop.Desk.Call()).InTime();
    }
}
