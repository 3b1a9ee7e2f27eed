using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Webhooks;

internal sealed partial class WebhookService
{
    public override Task<Webhook> GetWebhook(GetWebhookRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("webhook_id", request.WebhookId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var found = WebhookStore.Ask(tx, id);
            await tx.Flush();
            return found.First?.ToMessage() ?? throw NotFound(id);
        });
    }
}
