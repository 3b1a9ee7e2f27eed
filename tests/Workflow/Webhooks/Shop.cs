using FactoryFlow.Events;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using FactoryFlow.Workflow.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace FactoryFlow.Workflow.Tests.Webhooks;

/// <summary>A tenant whose webhooks lead to this machine, and the processes that send.</summary>
internal sealed class Shop(World world)
{
    public Desk Desk { get; } = new(world);

    public Guid Tenant => Desk.Tenant;

    /// <summary>One of the processes that send.</summary>
    public SendOnDue Process() => new(world.Db, new Courier(World.ThisMachine, World.Encryption, TimeProvider.System), NullLogger<SendOnDue>.Instance);

    public Task<Webhook> Add(string url, params string[] events) =>
        Desk.Webhooks.CreateWebhook(new() { Url = url, Description = "The shop", Events = { events.Length == 0 ? ["workflow.*"] : events } }, Desk.Call()).InTime();

    /// <summary>That an instance began, heard of by the reaction to it.</summary>
    public async Task<WorkflowInstanceStarted> Happens(Guid? tenant = null, string consumer = "tell-webhooks", WorkflowInstanceStarted? fact = null)
    {
        fact ??= Started(tenant ?? Tenant);
        await Hear(consumer, fact).InTime();
        return fact;
    }

    public Task Hear<TFact>(string consumer, params TFact[] facts) where TFact : class, IFact => world.Db.Handle(consumer, facts, new TellOn(Desk.Causes, new()).Plan, Limit.Soon());

    /// <summary>Sends whatever is due by now, as a process does once a second, until nothing of this tenant's is.</summary>
    public async Task Send(SendOnDue? process = null)
    {
        var (limit, sender) = (Limit.Soon(), process ?? Process());
        do await Task.WhenAll(await sender.Begin(limit)).InTime();
        while ((await world.Look("select id::text from webhook_deliveries d where tenant_id = $1 and status = 'PENDING' and due_time <= now() and lease_time <= now()", Tenant)).Count > 0 && !limit.IsCancellationRequested);
    }

    /// <summary>As if so much time had passed since what this tenant's deliveries wait for.</summary>
    public Task Pass(TimeSpan time) => world.Look("""
        with hooks as (update webhooks set failing_time = failing_time - $2, former_secret_expire_time = former_secret_expire_time - $2 where tenant_id = $1)
        update webhook_deliveries set due_time = due_time - $2, lease_time = lease_time - $2 where tenant_id = $1 returning 1
        """, Tenant, time);

    public async Task<IReadOnlyList<WebhookDelivery>> Deliveries(Webhook webhook) =>
        (await Desk.Webhooks.ListWebhookDeliveries(new() { WebhookId = webhook.Id }, Desk.Call()).InTime()).Deliveries;

    public Task<Webhook> Get(Webhook webhook) => Desk.Webhooks.GetWebhook(new() { WebhookId = webhook.Id }, Desk.Call()).InTime();

    public static WorkflowInstanceStarted Started(Guid tenant) => new()
    {
        EventId = Guid.CreateVersion7(), TenantId = tenant, OccurredAt = Some.Now, InstanceId = Guid.NewGuid(), DefinitionId = Guid.NewGuid(), DefinitionName = "order",
        DefinitionVersion = 1, BusinessKey = "PO-7", State = "draft", ActorId = Guid.NewGuid(),
    };
}
