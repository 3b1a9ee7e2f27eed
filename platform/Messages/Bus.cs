using System.Globalization;
using FactoryFlow.Events;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Operations;
using FactoryFlow.Platform.Sagas;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Messages;

/// <summary>The bus of a service: MassTransit on RabbitMQ, durable quorum queues, bounded retries, then the error queue.</summary>
public sealed class Bus
{
    private const int PrefetchCount = 500;
    private const int DeliveryLimit = 20;

    /// <summary>What is behind a queue's name in the name of the queue for what was delivered too often.</summary>
    internal const string Undeliverable = "_undeliverable";

    private const string QueueType = "x-queue-type", Quorum = "quorum", Limit = "x-delivery-limit";

    /// <summary>What the queue for what was delivered too often is made with.</summary>
    internal static readonly Dictionary<string, object?> ArgumentsOfSetAside = new() { [QueueType] = Quorum };

    // A connection whose other end is gone without a word looks alive for two or three of these.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    private readonly List<string> _queues = [];
    private readonly List<Action<IRabbitMqBusFactoryConfigurator, IBusRegistrationContext>> _endpoints = [];
    private readonly Dictionary<string, List<Action<IReceiveEndpointConfigurator, IBusRegistrationContext>>> _consumers = [];
    private readonly List<Action<IBusRegistrationConfigurator>> _sagas = [];

    private Bus(IServiceCollection services, string service)
    {
        Services = services;
        Service = service;
    }

    /// <summary>The name of the service, which its queues begin with.</summary>
    public string Service { get; }

    /// <summary>The service's parts, for what a reaction brings along.</summary>
    internal IServiceCollection Services { get; }

    /// <summary>
    /// Reacts to a fact: a queue of its own, named after the service and the handler, shared by all instances of the service.
    /// </summary>
    public Bus AddHandler<TFact, THandler>()
        where TFact : class, IFact
        where THandler : class, IFactHandler<TFact> => Add<TFact, TFact, THandler>();

    /// <summary>Reacts to one more type of facts by a handler of several: they share its queue and its groups.</summary>
    public Bus AddSharedHandler<TFact, THandler>()
        where TFact : class, IFact
        where THandler : class, IFactHandler<IFact> => Add<TFact, IFact, THandler>();

    private Bus Add<TFact, TCommon, THandler>()
        where TFact : class, TCommon
        where TCommon : class, IFact
        where THandler : class, IFactHandler<TCommon>
    {
        if (Services.All(known => known.ServiceType != typeof(THandler)))
        {
            Services.AddSingleton<THandler>();
            Services.AddSingleton<FactBatcher<TCommon, THandler>>();
            Services.AddHostedService(p => p.GetRequiredService<FactBatcher<TCommon, THandler>>());
        }

        AddEndpoint(THandler.Name, (endpoint, context) =>
            endpoint.Consumer(() => new FactConsumer<TFact, TCommon, THandler>(context.GetRequiredService<FactBatcher<TCommon, THandler>>())));
        return this;
    }

    /// <summary>
    /// Runs a saga: a queue of its own, its state in the service's database under the name of its state's type, which is therefore
    /// never renamed. See <see cref="SagaFacts.PublishFact" />.
    /// </summary>
    /// <param name="name">What its queue is called; never changed.</param>
    public Bus AddSaga<TMachine, TState>(string name)
        where TMachine : class, SagaStateMachine<TState>
        where TState : class, SagaStateMachineInstance
    {
        _sagas.Add(x => x.AddSagaStateMachine<TMachine, TState>().Repository(r =>
            r.RegisterSagaRepository<TState, TenantTx, SagaConsumeContextFactory<TenantTx, TState>, SagaStore<TState>>()));
        AddEndpoint(name, (endpoint, context) => endpoint.ConfigureSaga<TState>(context));
        return this;
    }

    private void AddEndpoint(string name, Action<IReceiveEndpointConfigurator, IBusRegistrationContext> configure)
    {
        var queueName = $"{Service}-{name}";
        if (_consumers.TryGetValue(queueName, out var consumers))
        {
            consumers.Add(configure);
            return;
        }

        _consumers[queueName] = consumers = [configure];
        _queues.Add(queueName);
        _endpoints.Add((bus, context) => bus.ReceiveEndpoint(queueName, endpoint =>
        {
            endpoint.SetQuorumQueue();
            // RabbitMQ 3.10 redelivers for ever unless told otherwise, and then drops the fact unless told where to put it. Whatever
            // was in hand each time that a process died comes here, guilty or not.
            endpoint.SetQueueArgument(Limit, DeliveryLimit);
            var setAside = queueName + Undeliverable;
            endpoint.BindDeadLetterQueue(setAside, setAside, queue => queue.SetQueueArgument(QueueType, Quorum));
            endpoint.PrefetchCount = PrefetchCount;
            endpoint.ConcurrentMessageLimit = PrefetchCount;
            // Around the transaction: a retry inside one that PostgreSQL has aborted could only fail again.
            endpoint.UseMessageRetry(r => r.Exponential(5, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(200)));
            foreach (var consume in consumers) consume(endpoint, context);
        }));
    }

    internal static void Add(IServiceCollection services, IConfiguration configuration, string service, Action<Bus>? configure)
    {
        var bus = new Bus(services, service);
        configure?.Invoke(bus);
        var address = configuration.GetConnectionString("rabbitmq")
            ?? throw new InvalidOperationException("No broker is configured: give ConnectionStrings__rabbitmq, such as amqp://guest:guest@localhost:5672.");
        // Without a transport: a bus that MassTransit owns is made once, and ours must be replaceable.
        services.AddMassTransit(x =>
        {
            x.DisableUsageTelemetry();
            foreach (var saga in bus._sagas) saga(x);
        });
        services.RemoveMassTransitHostedService();
        services.AddSingleton(p => new BusKeeper(() => bus.Build(p.GetRequiredService<IBusRegistrationContext>(), new Uri(address)), bus._queues, p.GetRequiredService<ILogger<BusKeeper>>()));
        services.AddTransient(p => p.GetRequiredService<BusKeeper>().Bus);
        services.AddHostedService(p => p.GetRequiredService<BusKeeper>());
        services.AddHostedService<OutboxRelay>();
        services.AddSingleton(new BrokerSettings(service, bus._queues, CollectInterval(configuration)));
        services.AddSingleton(_ => new BrokerConnection(new Uri(address), service));
        services.AddSingleton<SetAsideCollector>().AddHostedService(p => p.GetRequiredService<SetAsideCollector>());
        services.AddSingleton(p => new OperationsSource(
            p.GetRequiredService<TenantDb>(), p.GetRequiredService<BrokerConnection>(), p.GetRequiredService<BrokerSettings>(), p.GetRequiredService<SetAsideCollector>(),
            p.GetRequiredService<BusKeeper>(), p.GetRequiredService<TimeProvider>()));
        if (!Hosting.Telemetry.IsMeasured(configuration)) return;
        services.AddHostedService<OutboxGauges>();
        services.AddHostedService<QueueGauges>();
    }

    /// <summary>What a queue is made with, and those for what failed in it and what nobody takes from it, which the bus makes with its first message.</summary>
    internal static Dictionary<string, object?> ArgumentsOf(string queue) => new() { [QueueType] = Quorum, [Limit] = DeliveryLimit, ["x-dead-letter-exchange"] = queue + Undeliverable };

    private static TimeSpan CollectInterval(IConfiguration configuration) => configuration["Operations:CollectInterval"] is not { Length: > 0 } text ? TimeSpan.FromSeconds(5)
        : TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero && interval <= TimeSpan.FromDays(1) ? interval
        : throw new InvalidOperationException($"Operations__CollectInterval must be a length of time of at most a day, such as 00:00:05; it is \"{text}\".");

    private IBusControl Build(IBusRegistrationContext context, Uri address)
    {
        LogContext.ConfigureCurrentLogContext(context.GetRequiredService<ILoggerFactory>());
        return MassTransit.Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(address, Service, host => host.Heartbeat(Heartbeat));
            foreach (var endpoint in _endpoints) endpoint(rabbit, context);
        });
    }
}
