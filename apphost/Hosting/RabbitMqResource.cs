using FactoryFlow.AppHost.Processes;
using FactoryFlow.AppHost.Servers;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>RabbitMQ: the one whose address was given, or one of our own.</summary>
internal sealed class RabbitMqResource(string name, DistributedApplicationBuilder application) : ProcessResource(name, "RabbitMQServer")
{
    private readonly string? _given = DistributedApplicationBuilder.GivenConnectionString(name);
    private RabbitMqServer? _own;

    public override string? ConnectionString => _given ?? _own?.ConnectionString;

    protected override async Task<LaunchCommand?> Prepare(CancellationToken cancellationToken)
    {
        if (_given is not null)
            return null;
        _own ??= await RabbitMqServer.Prepare(new ServerOptions { DataFolder = application.Data.Path, Report = application.Announcer.Say }, cancellationToken);
        Endpoints.Clear();
        Endpoints.Add(("amqp", $"amqp://127.0.0.1:{_own.Port}"));
        return _own.Command;
    }

    protected override Task<bool> Probe(CancellationToken cancellationToken) => AmqpGreeting.Answers(ConnectionString!, cancellationToken);
}
