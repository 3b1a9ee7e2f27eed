using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Webhooks;

internal sealed partial class WebhookService
{
    public override Task<ListWebhooksResponse> ListWebhooks(ListWebhooksRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var before = PageToken.Id(request.PageToken) ?? Guid.AllBitsSet;
        return db.Read(context, async tx =>
        {
            var rows = await tx.All<WebhookRow>($"""
                {WebhookStore.Shown()} where tenant_id = {tx.TenantId} and delete_time is null and id < {before} order by id desc limit {size + 1}
                """);
            var response = new ListWebhooksResponse { NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Id.ToString()) : "" };
            response.Webhooks.AddRange(rows.Take(size).Select(row => row.ToMessage()));
            return response;
        });
    }
}
