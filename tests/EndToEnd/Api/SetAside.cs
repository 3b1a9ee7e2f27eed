using Dapper;
using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>Facts of a tenant's that the ledger set aside, planted as if it had, and which it has handled meanwhile: retrying one does no harm.</summary>
/// <param name="Failed">One to look at and to retry.</param>
/// <param name="Spare">One to be discarded.</param>
internal sealed record SetAside(string Failed, string Spare)
{
    public const string Service = "ledger", Queue = "ledger-credit-on-job-step-completed";

    public static async Task<SetAside> Make(Factory factory)
    {
        await using var ledger = await factory.System.OpenAsAdministrator(Service);
        var tenant = Guid.Parse(factory.TenantId);
        var eventId = await ledger.ExecuteScalarAsync<Guid>("select event_id from inbox where tenant_id = @tenant and consumer = 'credit-on-job-step-completed' limit 1", new { tenant });
        return new SetAside(await Fact(), await Fact());

        // Written past every rule: to make one fail for real, every test would have to wait for six tries.
        async Task<string> Fact() => (await ledger.ExecuteScalarAsync<string>("""
            insert into undeliverable_facts (tenant_id, id, queue, message_key, state, type, event_id, body, properties, size_bytes, problem, delivery_hash, failures, create_time, fail_time)
            values (@tenant, @id, @Queue, @id::text, 'OPEN', @type, @eventId, @body, '{"ContentType": "application/vnd.masstransit+json", "Headers": {}}', length(@body), 'A trial.', '', 1, now(), now())
            returning id::text
            """, new { tenant, id = Guid.CreateVersion7(), Queue, type = typeof(JobStepCompleted).FullName, eventId, body = Envelope(tenant, eventId) }))!;
    }

    private static byte[] Envelope(Guid tenant, Guid eventId) => System.Text.Encoding.UTF8.GetBytes($$"""
        {"messageId": "{{Guid.NewGuid()}}", "messageType": ["urn:message:FactoryFlow.Events.Production:JobStepCompleted"], "message": {{FactJson.Write(new JobStepCompleted
        {
            EventId = eventId, TenantId = tenant, OccurredAt = DateTimeOffset.UnixEpoch, JobId = Guid.NewGuid(), JobNumber = 1, StepId = Guid.NewGuid(), StepName = "Cutting",
            ArticleId = Guid.NewGuid(), WorkerId = Guid.NewGuid(), GoodQuantity = 1, RejectedQuantity = 0, IsPaid = true, RateVersionId = Guid.NewGuid(), Rate = 1m, Currency = "EUR",
        })}}}
        """);
}
