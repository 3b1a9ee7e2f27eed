using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Workflow.Webhooks;

/// <summary>The RPCs on webhooks, one file each.</summary>
internal sealed partial class WebhookService(TenantDb db, KeyEncryption encryption, AddressPolicy policy) : V1.WebhookService.WebhookServiceBase
{
    private const int LongestDescription = 200;

    private static Refusal NotFound(Guid id) => Reasons.WebhookNotFound.Refuse($"There is no webhook {id}.", "webhook_id");

    // What is sent to one that is told nothing would only wait.
    private static async Task<WebhookRow> Enabled(TenantTx tx, Guid id)
    {
        var found = WebhookStore.Ask(tx, id);
        await tx.Flush();
        var webhook = found.First ?? throw NotFound(id);
        return webhook.IsEnabled ? webhook : throw Reasons.WebhookDisabled.Refuse("The webhook is disabled. Enable it first.", "webhook_id");
    }
}
