using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;
using Reason = FactoryFlow.Workflow.V1.Webhook.Types.DisableReason;
using Status = FactoryFlow.Workflow.V1.Webhook.Types.Status;

namespace FactoryFlow.Workflow.Webhooks;

internal sealed partial class WebhookService
{
    public override Task<Webhook> UpdateWebhook(UpdateWebhookRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("webhook_id", request.WebhookId);
        var mask = UpdateMask.Of(check, request, "url", "description", "events", "status");
        var url = mask.Has("url") ? policy.CheckUrl(check, "url", request.Url) : null;
        var description = mask.Has("description") ? check.Text("description", request.Description, 0, LongestDescription) : null;
        var events = mask.Has("events") ? WebhookEvents.Check(check, request.Events) : null;
        if (mask.Has("status")) check.That(request.Status is Status.Enabled or Status.Disabled, "status", "must be ENABLED or DISABLED");
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var found = WebhookStore.AskLocked(tx, id);
            await tx.Flush();
            var before = found.First ?? throw NotFound(id);
            Etag.Require(request.Etag, before.Version);
            var after = !mask.Has("status") ? before : request.Status == Status.Enabled ? before.Enabled() : before.Disabled(Reason.Requested, tx.RealNow);
            // Elsewhere nothing has failed yet.
            if (url is not null && url != before.Url) after = after with { Url = url, FailingTime = null };
            after = after with { Description = description ?? before.Description, Events = events ?? before.Events, Version = before.Version + 1, UpdateTime = tx.RealNow };
            WebhookStore.Save(tx, after);
            tx.Audit("webhook.updated", "webhook", id, Changes.Between(before.ToMessage(), after.ToMessage()));
            return after.ToMessage();
        });
    }
}
