using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Webhooks;

internal sealed partial class WebhookService
{
    public override Task<ListWebhookDeliveriesResponse> ListWebhookDeliveries(ListWebhookDeliveriesRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("webhook_id", request.WebhookId);
        var size = check.PageSize(request.PageSize);
        var status = check.Choice("status", request.Status);
        check.Done();
        var before = PageToken.Id(request.PageToken) ?? Guid.AllBitsSet;
        // Said only where it is asked for, so that every plan of it may go by its index.
        return db.Read(context, async tx =>
        {
            Sql became = $"true";
            if (status is not null) became = $"status = {status}";
            var webhook = WebhookStore.Ask(tx, id);
            var found = await tx.All<DeliveryRow>($"""
                select id, webhook_id, event_id, type, status as status_text, due_time, create_time, end_time from webhook_deliveries
                where tenant_id = {tx.TenantId} and webhook_id = {id} and id < {before} and {became}
                order by id desc limit {size + 1}
                """);
            if (webhook.Rows.Count == 0) throw NotFound(id);
            DeliveryRow[] shown = [.. found.Take(size)];
            var answer = DeliveryStore.AskAttempts(tx, [.. shown.Select(d => d.Id)]);
            await tx.Flush();
            var attempts = answer.Rows.ToLookup(attempt => attempt.DeliveryId);
            var response = new ListWebhookDeliveriesResponse { NextPageToken = found.Count > size ? PageToken.After(shown[^1].Id.ToString()) : "" };
            response.Deliveries.AddRange(shown.Select(d => d.ToMessage(attempts[d.Id])));
            return response;
        });
    }
}
