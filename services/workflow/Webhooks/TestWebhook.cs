using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Webhooks;

internal sealed partial class WebhookService
{
    public override Task<WebhookDelivery> TestWebhook(TestWebhookRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("webhook_id", request.WebhookId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            await Enabled(tx, id);
            var delivery = DeliveryRow.Of(tx, id, tx.NewId(), WebhookEvents.Test);
            DeliveryStore.Add(tx, delivery, WebhookEvents.TestBody(id, tx.RealNow));
            tx.Audit("webhook.tested", "webhook", id);
            return delivery.ToMessage();
        });
    }
}
