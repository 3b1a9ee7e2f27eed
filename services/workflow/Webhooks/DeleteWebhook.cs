using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Workflow.Webhooks;

internal sealed partial class WebhookService
{
    public override Task<Empty> DeleteWebhook(DeleteWebhookRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("webhook_id", request.WebhookId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var found = WebhookStore.AskLocked(tx, id);
            await tx.Flush();
            var webhook = found.First ?? throw NotFound(id);
            WebhookStore.Delete(tx, id);
            tx.Audit("webhook.deleted", "webhook", id, Changes.Between(webhook.ToMessage(), null));
            return new Empty();
        });
    }
}
