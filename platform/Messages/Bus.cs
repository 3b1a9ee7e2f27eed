using FactoryFlow.Events;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Sagas;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FactoryFlow.Platform.Messages;

/// <summary>The bus of a service: MassTransit on RabbitMQ, durable quorum queues, bounded retries, then the error queue.</summary>
public sealed class Bus
{
    private const int PrefetchCount = 500;
    private const int DeliveryLimit = 20;
    private readonly IServiceCollection _services;
    private readonly List<Action<IRabbitMqBusFactoryConfigurator, IBusRegistrationContext>> _endpoints = [];
    private readonly List<Action<IBusRegistrationConfigurator>> _sagas = [];

    private Bus(IServiceCollection services, string service)
    {
        _services = services;
        Service = service;
    }

    /// <summary>The name of the service, which its queues begin with.</summary>
    public string Service { get; }

    /// <summary>Reacts to a fact: a queue of its own, named after the service and the handler, shared by all instances of the service.</summary>
    public Bus AddHandler<TFact, THandler>()
        where TFact : class, IFact
        where THandler : class, IFactHandler<TFact>
    {
        _services.AddSingleton<THandler>();
        _services.AddSingleton<FactBatcher<TFact, THandler>>();
        _services.AddHostedService(p => p.GetRequiredService<FactBatcher<TFact, THandler>>());
        AddEndpoint(THandler.Name, (endpoint, context) =>
            endpoint.Consumer(() => new FactConsumer<TFact, THandler>(context.GetRequiredService<FactBatcher<TFact, THandler>>())));
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

    private void AddEndpoint(string name, Action<IReceiveEndpointConfigurator, IBusRegistrationContext> configure) =>
        _endpoints.Add((bus, context) => bus.ReceiveEndpoint($"{Service}-{name}", endpoint =>
        {
            endpoint.SetQuorumQueue();
            // RabbitMQ 3.10 redelivers for ever unless told otherwise, and then drops the fact unless told where to put it. Whatever
            // was in hand each time that a process died comes here, guilty or not.
            endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);
            var setAside = $"{Service}-{name}_undeliverable";
            endpoint.BindDeadLetterQueue(setAside, setAside, queue => queue.SetQueueArgument("x-queue-type", "quorum"));
            endpoint.PrefetchCount = PrefetchCount;
            endpoint.ConcurrentMessageLimit = PrefetchCount;
            // Around the transaction: a retry inside one that PostgreSQL has aborted could only fail again.
            endpoint.UseMessageRetry(r => r.Exponential(5, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(200)));
            configure(endpoint, context);
        }));

    internal static void Add(IServiceCollection services, IConfiguration configuration, string service, Action<Bus>? configure)
    {
        var bus = new Bus(services, service);
        configure?.Invoke(bus);
        var address = configuration.GetConnectionString("rabbitmq")
            ?? throw new InvalidOperationException("No broker is configured: give ConnectionStrings__rabbitmq, such as amqp://guest:guest@localhost:5672.");
        services.AddMassTransit(x =>
        {
            x.DisableUsageTelemetry();
            foreach (var saga in bus._sagas) saga(x);
            x.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(address), service, _ => { });
                foreach (var endpoint in bus._endpoints) endpoint(rabbit, context);
            });
        });
        services.Configure<MassTransitHostOptions>(o =>
        {
            // A service without its broker still answers reads and records work; the outbox waits.
            o.WaitUntilStarted = false;
            o.StopTimeout = TimeSpan.FromSeconds(4);
        });
        services.AddHostedService<OutboxRelay>();
    }
}
