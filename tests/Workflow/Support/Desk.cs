using FactoryFlow.Events;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Activities;
using FactoryFlow.Workflow.Clients;
using FactoryFlow.Workflow.InstanceMigrations;
using FactoryFlow.Workflow.Slas;
using FactoryFlow.Workflow.SubWorkflows;
using FactoryFlow.Workflow.Timers;
using FactoryFlow.Workflow.Triggers;
using FactoryFlow.Workflow.V1;
using FactoryFlow.Workflow.Webhooks;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using ActivityService = FactoryFlow.Workflow.Activities.ActivityService;
using DefinitionService = FactoryFlow.Workflow.Definitions.DefinitionService;
using CredentialService = FactoryFlow.Workflow.Credentials.CredentialService;
using Gatekeeper = FactoryFlow.Workflow.Instances.Gatekeeper;
using InstanceService = FactoryFlow.Workflow.Instances.InstanceService;
using MigrationService = FactoryFlow.Workflow.InstanceMigrations.MigrationService;
using Mover = FactoryFlow.Workflow.Instances.Mover;
using SlaService = FactoryFlow.Workflow.Slas.SlaService;
using TaskService = FactoryFlow.Workflow.Tasks.TaskService;
using WebhookService = FactoryFlow.Workflow.Webhooks.WebhookService;

namespace FactoryFlow.Workflow.Tests.Support;

/// <summary>A tenant of its own for one test, and its people: whoever is not named is a worker, always the same one.</summary>
internal sealed class Desk(World world)
{
    private int _things;

    public World World => world;

    public Guid Tenant { get; init; } = Guid.NewGuid();

    public DefinitionService Definitions => new(world.Db, Some.Environment);

    public InstanceService Instances => new(world.Db, world.Cache, Starter, Mover, Gatekeeper, Causes);

    public TaskService Tasks => new(world.Db, world.Cache, Mover, Gatekeeper);

    public ActivityService Activities => new(world.Db, Mover);

    public SlaService Slas => new(world.Db);

    public WebhookService Webhooks => new(world.Db, World.Encryption, World.ThisMachine);

    /// <summary>One of the processes that fire timers.</summary>
    public FireOnDue Clockwork => new(world.Db, new Firing(Mover, new Escalating(world.Cache), new Family(Mover, world.Cache)), NullLogger<FireOnDue>.Instance);

    /// <summary>One of the processes that do activities.</summary>
    public ActOnDue Doer(AddressPolicy? policy = null, KeyEncryption? key = null) =>
        new(world.Db, new Acting(world.Db, Mover, new WebhookCall(policy ?? World.ThisMachine, Some.Environment), new ApiCall(world.Db, key ?? World.Encryption, Causes, ApiDoor)), NullLogger<ActOnDue>.Instance);

    public MigrationService Migrations => new(world.Db, world.Cache, Carrying);

    /// <summary>One of the processes that migrate instances.</summary>
    public MigrateOnDue Migrator => new(world.Db, Carrying, NullLogger<MigrateOnDue>.Instance);

    public Carrying Carrying => new(world.Cache, Starter, Mover);

    /// <summary>What production says of orders.</summary>
    public StandInProduction Production { get; } = new();

    /// <summary>Where the API is for the activities of this tenant; null where it is not configured.</summary>
    public Uri? ApiDoor { get; set; }

    public CredentialService Credentials => new(world.Db, World.Encryption);

    /// <summary>What calls of the API say of the workflows that make them.</summary>
    public static Causes Causes { get; } = new(World.Encryption);

    private Starter Starter => new(world.Cache);

    private Gatekeeper Gatekeeper => new(world.Cache, new QualityGateClient(Production, TimeProvider.System));

    public Mover Mover => new(world.Cache, Starter);

    public TestCall Call(string role = "worker", string? key = null, params string[] permissions) =>
        TestCall.By(Some.Person(role, role == "worker" ? Tenant : null, permissions) with { TenantId = Tenant }, key);

    public Task<Definition> Define(string yaml = Some.Approval, string? name = null) =>
        Definitions.CreateDefinition(new() { Name = name ?? "flow-" + ++_things, Yaml = yaml }, Call()).InTime();

    /// <summary>A definition that instances can be started on.</summary>
    public async Task<Definition> Publish(string yaml = Some.Approval, string? name = null) =>
        await Definitions.PublishDefinition(new() { DefinitionId = (await Define(yaml, name)).Id }, Call(permissions: ["workflow-credentials:create:all", "webhooks:create:all"])).InTime();

    public Task<Instance> Start(Definition definition, string context = "{}", string businessKey = "") =>
        Instances.StartInstance(new() { Definition = definition.Id, Context = Struct.Parser.ParseJson(context), BusinessKey = businessKey }, Call()).InTime();

    /// <summary>An instance of <see cref="Some.Approval" /> that waits for a manager.</summary>
    public async Task<Instance> Submitted() => await Take(await Start(await Publish(), """{"amount": 5000}"""), "submit");

    public Task<Instance> Take(Instance instance, string transition, TestCall? by = null, Action<TakeTransitionRequest>? change = null)
    {
        var request = new TakeTransitionRequest { InstanceId = instance.Id, Transition = transition };
        change?.Invoke(request);
        return Instances.TakeTransition(request, by ?? Call()).InTime();
    }

    /// <summary>Somebody who may approve.</summary>
    public TestCall Manager(string? key = null) => Call("manager", key, "workflows:transition:approve");

    public Task<Instance> Get(string id) => Instances.GetInstance(new() { InstanceId = id }, Call()).InTime();

    public async Task<IReadOnlyList<HistoryEntry>> History(Instance instance) => (await Instances.ListHistory(new() { InstanceId = instance.Id }, Call()).InTime()).Entries;

    /// <summary>The facts of this tenant's that wait for the broker, which is not there, in order.</summary>
    public async Task<List<IFact>> Facts() => [.. (await world.Look("select type || ' ' || body from outbox where tenant_id = $1 order by sequence", Tenant))
        .Select(row => FactJson.Read(row[..row.IndexOf(' ', StringComparison.Ordinal)], row[row.IndexOf(' ', StringComparison.Ordinal)..]))];

    /// <summary>What is to be done, in the order in which it began.</summary>
    public async Task<IReadOnlyList<UserTask>> Inbox(TestCall by, Action<ListTasksRequest>? change = null)
    {
        var request = new ListTasksRequest();
        change?.Invoke(request);
        return (await Tasks.ListTasks(request, by).InTime()).Tasks;
    }

    /// <summary>As if so much time had passed since this tenant's timers were started.</summary>
    public Task Pass(TimeSpan time) => world.Look("update timers set due_time = due_time - $2 where tenant_id = $1 returning 1", Tenant, time);

    /// <summary>Fires everything that is due, as a process does once a second, until nothing of this tenant is: another test may have taken it and be at it.</summary>
    public async Task Fire()
    {
        var limit = Limit.Soon();
        while (await Clockwork.FireSome(limit) > 0 || (await world.Look("select purpose from timers where tenant_id = $1 and due_time <= now()", Tenant)).Count > 0)
            limit.ThrowIfCancellationRequested();
    }

    /// <summary>How many timers of this tenant's wait.</summary>
    public async Task<int> Timers() => (await world.Look("select instance_id::text from timers where tenant_id = $1", Tenant)).Count;

    public static async Task<Refusal> Refused(Func<Task> call) => await Should.ThrowAsync<Refusal>(call);
}
