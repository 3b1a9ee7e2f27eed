using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;
using Status = FactoryFlow.Workflow.V1.Webhook.Types.Status;

namespace FactoryFlow.Workflow.Webhooks;

internal sealed partial class WebhookService
{
    public override Task<Webhook> CreateWebhook(CreateWebhookRequest request, ServerCallContext context)
    {
        var check = new Check();
        var url = policy.CheckUrl(check, "url", request.Url);
        var description = check.Text("description", request.Description, 0, LongestDescription);
        var events = WebhookEvents.Check(check, request.Events);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var count = WebhookStore.AskCount(tx);
            await tx.Flush();
            if (count.First >= WebhookStore.Most) throw Reasons.WebhooksTooMany.Refuse($"There are {count.First} webhooks. Delete one, or let one listen to more.");
            var (id, secret) = (tx.NewId(), WebhookSecret.New());
            var webhook = new WebhookRow(
                id, url, description, events, EnumText.Of(Status.Enabled), null, null, null, secret.Seal(encryption, id), null, null, Version: 1, tx.RealNow, tx.RealNow);
            WebhookStore.Add(tx, webhook);
            var message = webhook.ToMessage();
            tx.Audit("webhook.created", "webhook", id, Changes.Between(null, message));
            message.Secret = secret.Text;
            return message;
        });
    }
}
