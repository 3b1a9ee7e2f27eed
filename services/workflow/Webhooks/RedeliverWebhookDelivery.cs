using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;
using Status = FactoryFlow.Workflow.V1.WebhookDelivery.Types.Status;

namespace FactoryFlow.Workflow.Webhooks;

internal sealed partial class WebhookService
{
    public override Task<WebhookDelivery> RedeliverWebhookDelivery(RedeliverWebhookDeliveryRequest request, ServerCallContext context)
    {
        var check = new Check();
        var webhook = check.Id("webhook_id", request.WebhookId);
        var id = check.Id("delivery_id", request.DeliveryId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var (found, attempts) = (DeliveryStore.AskLocked(tx, webhook, id), DeliveryStore.AskAttempts(tx, [id]));
            await Enabled(tx, webhook);
            var delivery = found.First ?? throw Reasons.WebhookDeliveryNotFound.Refuse($"There is no delivery {id} to this webhook; they are kept for 30 days.", "delivery_id");
            DeliveryStore.Begin(tx, id);
            tx.Audit("webhook.redelivered", "webhook", webhook);
            return (delivery with { StatusText = EnumText.Of(Status.Pending), DueTime = tx.RealNow, EndTime = null }).ToMessage(attempts.Rows);
        });
    }
}
