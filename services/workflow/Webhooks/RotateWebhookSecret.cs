using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Webhooks;

internal sealed partial class WebhookService
{
    private const int OverlapHours = 24, MostOverlapHours = 168;

    public override Task<Webhook> RotateWebhookSecret(RotateWebhookSecretRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("webhook_id", request.WebhookId);
        var overlap = request.HasOverlapHours ? check.Range("overlap_hours", request.OverlapHours, 0, MostOverlapHours) : OverlapHours;
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var found = WebhookStore.AskLocked(tx, id);
            await tx.Flush();
            var before = found.First ?? throw NotFound(id);
            var secret = WebhookSecret.New();
            var after = before with
            {
                SealedSecret = secret.Seal(encryption, id), SealedFormerSecret = overlap == 0 ? null : before.SealedSecret,
                FormerSecretExpireTime = overlap == 0 ? null : tx.RealNow.AddHours(overlap), Version = before.Version + 1, UpdateTime = tx.RealNow,
            };
            WebhookStore.Save(tx, after);
            var message = after.ToMessage();
            tx.Audit("webhook.secret_rotated", "webhook", id, Changes.Between(before.ToMessage(), message));
            message.Secret = secret.Text;
            return message;
        });
    }
}
