using FactoryFlow.Events;
using FactoryFlow.Events.Production;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.SubWorkflows;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Triggers;
using FactoryFlow.Workflow.V1;
using FactoryFlow.Workflow.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;
using TriggerService = FactoryFlow.Workflow.Triggers.TriggerService;

namespace FactoryFlow.Workflow.Tests.Triggers;

/// <summary>A tenant whose workflows listen to orders, and the processes that start them.</summary>
internal sealed class Bell(World world)
{
    public Desk Desk { get; } = new(world);

    public Guid Tenant => Desk.Tenant;

    /// <summary>A workflow that waits for somebody; what is said of its triggers follows.</summary>
    public static string Flow(string trigger, string context = "order: text") => $$"""
        context: { {{context}} }
        states: [{ id: waiting, type: start }, { id: done, type: end }]
        transitions: [{ from: waiting, to: done }]
        triggers: [{{trigger}}]
        """;

    public const string OnCancelled = "{ id: cancelled, event: order.workflow.transitioned, filter: { field: event.data.toStatus, operator: eq, value: CANCELLED }, context: { order: event.data.orderId } }";

    public Task<Definition> Publish(string trigger = OnCancelled, string context = "order: text") => Desk.Publish(Flow(trigger, context));

    /// <summary>One of the processes that start what is due.</summary>
    public StartOnDue Process() => new(world.Db, Starting, NullLogger<StartOnDue>.Instance);

    public Starting Starting => new(world.Db, new Starter(world.Cache), world.Cache);

    public OrderTransitioned Order(string to = "CANCELLED", Guid? order = null, string notes = "") => new()
    {
        EventId = Guid.CreateVersion7(), TenantId = Tenant, OccurredAt = Some.Now, OrderId = order ?? Guid.NewGuid(), OrderNumber = 7, CustomerReference = "PO-7", FromStatus = "NEW", ToStatus = to, Notes = notes,
        ActorId = Guid.NewGuid(), Notifications = [],
    };

    /// <summary>Events are heard of together, in this order.</summary>
    public Task Hear<TFact>(params TFact[] facts) where TFact : class, IFact => Hear("tell-webhooks", facts);

    public Task Hear<TFact>(string consumer, TFact[] facts) where TFact : class, IFact => world.Db.Handle(consumer, facts, new TellOn(Desk.Causes, new()).Plan, Limit.Soon()).InTime();

    /// <summary>Starts whatever is due by now, as a process does once a second, until nothing of this tenant's is.</summary>
    public async Task Start()
    {
        var limit = Limit.Soon();
        do await Process().StartSome(limit).InTime();
        while ((await world.Look("select id::text from trigger_runs where tenant_id = $1 and outcome = 'PENDING' and due_time <= now()", Tenant)).Count > 0 && !limit.IsCancellationRequested);
    }

    /// <summary>An event and whatever it starts.</summary>
    public async Task Happens(params OrderTransitioned[] facts)
    {
        await Hear(facts);
        await Start();
    }

    /// <summary>What workflows of this tenant have emitted by now is heard of, once.</summary>
    public async Task HearEmitted() => await Hear((await Desk.Facts()).OfType<WorkflowEventEmitted>().ToArray());

    /// <summary>As if so much time had passed since what waits was heard.</summary>
    public Task Pass(TimeSpan time) => world.Look("update trigger_runs set due_time = due_time - $2 where tenant_id = $1 and outcome = 'PENDING' returning 1", Tenant, time);

    public Task<ListTriggerRunsResponse> List(Definition definition, Action<ListTriggerRunsRequest>? change = null)
    {
        var request = new ListTriggerRunsRequest { DefinitionId = definition.Id };
        change?.Invoke(request);
        return new TriggerService(world.Db).ListTriggerRuns(request, Desk.Call()).InTime();
    }

    /// <summary>What became of events, the oldest first: the outcome, and the reason behind it.</summary>
    public async Task<string[]> Outcomes(Definition definition) => [.. (await List(definition)).Runs.OrderBy(r => r.CreateTime.ToDateTimeOffset()).ThenBy(r => r.EventId).Select(r => $"{r.Outcome} {r.Reason}".TrimEnd())];

    public async Task<IReadOnlyList<Instance>> Instances(Definition? definition = null) =>
        (await Desk.Instances.ListInstances(new() { DefinitionId = definition?.Id ?? "" }, Desk.Call()).InTime()).Instances;
}
