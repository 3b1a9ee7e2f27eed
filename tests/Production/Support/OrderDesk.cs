using System.Collections.Immutable;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Production.QualityGates;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;
using OrderFlowService = FactoryFlow.Production.OrderFlows.OrderFlowService;
using OrderService = FactoryFlow.Production.Orders.OrderService;
using QualityGateService = FactoryFlow.Production.QualityGates.QualityGateService;
using ServiceCategoryService = FactoryFlow.Production.ServiceCategories.ServiceCategoryService;

namespace FactoryFlow.Production.Tests.Support;

/// <summary>A tenant of its own that takes orders, with the features that are named.</summary>
internal sealed class OrderDesk
{
    private readonly World _world;
    // Tenancy is never asked: what is switched on is kept here already.
    private readonly TenantStates _states = new(null!, TimeProvider.System);
    private readonly Gates _gates = new([new AssemblyComplete(), new QaPass()]);

    private OrderDesk(World world) => (_world, Floor) = (world, new Floor(world));

    public Floor Floor { get; }

    public OrderService Orders => new(_world.Db, _states, _gates, TimeProvider.System, _world.Service.Log.For<OrderService>());

    public OrderFlowService Flows => new(_world.Db, _states, _gates);

    public QualityGateService QualityGates => new(_world.Db, _states, _gates);

    public ServiceCategoryService Categories => new(_world.Db);

    public static async Task<OrderDesk> Open(World world, params string[] flags)
    {
        var desk = new OrderDesk(world);
        await desk.Switch(flags);
        return desk;
    }

    /// <summary>From now on these features are on, and no others.</summary>
    public Task Switch(params string[] flags) => Floor.Allow(-1, flags);

    public TestCall Call(string? key = null) => Floor.Call(key);

    /// <summary>A call of somebody with a role and no permission that a flow could ask for.</summary>
    public TestCall CallAs(string role) => TestCall.By(new Caller
    {
        Subject = Guid.CreateVersion7(), TenantId = Floor.Tenant, Kind = Access.Types.Kind.Staff, SessionId = Guid.Empty, Roles = [role],
        Permissions = ImmutableArray.Create(Permission.Parse("orders:transition:all")),
    });

    public Task<Order> Order(Action<CreateOrderRequest>? change = null)
    {
        var request = new CreateOrderRequest { CustomerReference = "PO-7" };
        change?.Invoke(request);
        return Orders.CreateOrder(request, Call()).InTime();
    }

    /// <summary>Takes an order from status to status.</summary>
    public async Task<Order> Take(Order order, params string[] statuses)
    {
        foreach (var status in statuses) order = await Orders.TransitionOrder(To(order, status), Call()).InTime();
        return order;
    }

    public static TransitionOrderRequest To(Order order, string status, Action<TransitionOrderRequest>? change = null)
    {
        var request = new TransitionOrderRequest { OrderId = order.Id, ToStatus = status, Notes = "As it must be." };
        change?.Invoke(request);
        return request;
    }

    public Task<ListOrderTransitionsResponse> Ways(Order order, TestCall? call = null) => Orders.ListOrderTransitions(new() { OrderId = order.Id }, call ?? Call()).InTime();

    public async Task<IReadOnlyList<OrderHistoryEntry>> History(Order order) => (await Orders.ListOrderHistory(new() { OrderId = order.Id }, Call()).InTime()).Entries;

    /// <summary>A job of the order's that has these steps: a worker has done those that are named.</summary>
    public async Task<Production.V1.Job> Job(Order order, string[] steps, params string[] done)
    {
        Floor.Configure(config =>
        {
            config.JobSteps.Clear();
            config.JobSteps.AddRange(steps.Select((step, i) => new Tenancy.V1.JobStep { Name = step, Order = i + 1, IsPaid = false }));
        });
        var request = new CreateJobRequest { ArticleId = (await Floor.Article()).Id, OrderId = order.Id, Quantities = { ["38"] = 10 } };
        var worker = (await Floor.Worker()).ToString();
        foreach (var step in steps) request.Assignments[step] = worker;
        var job = await Floor.Jobs.CreateJob(request, Call()).InTime();
        foreach (var step in done) await Floor.Complete(await Floor.Start(job, step), step);
        return job;
    }

    /// <summary>Writes a flow of these ways, each as <c>FROM TO</c>, for all orders or for a category's.</summary>
    public Task<OrderFlowConfig> Write(string initial, string[] ways, Action<OrderFlow>? change = null, string categoryId = "")
    {
        var flow = new OrderFlow { InitialStatus = initial };
        flow.Transitions.AddRange(ways.Select(way => way.Split(' ')).Select(way => new WorkflowTransition { From = way[0], To = way[1] }));
        change?.Invoke(flow);
        return Flows.UpdateOrderFlowConfig(new() { CategoryId = categoryId, Flow = flow }, Call()).InTime();
    }
}
