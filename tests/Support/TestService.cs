using FactoryFlow.AppHost.Servers;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Testing;

/// <summary>A service as the platform hosts it, in this process, with the reactions that a test gives it; its RPCs are called directly.</summary>
public sealed class TestService : IAsyncDisposable
{
    /// <summary>Nothing listens there: the service must bear it.</summary>
    public const string NoBroker = "amqp://nobody:nothing@127.0.0.1:1";

    private readonly WebApplication _app;

    private TestService(WebApplication app, LogRecorder log) => (_app, Log) = (app, log);

    /// <summary>The service's doorway.</summary>
    public TenantDb Db => Get<TenantDb>();

    /// <summary>What it logs.</summary>
    public LogRecorder Log { get; }

    /// <summary>One of its singletons.</summary>
    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Migrates the database and starts.</summary>
    /// <param name="database">Whose name is the service's, too.</param>
    /// <param name="reasons">The class that declares the reasons; its assembly holds the migrations.</param>
    /// <param name="broker">The broker; without one, nothing is delivered.</param>
    /// <param name="bus">The reactions.</param>
    /// <param name="services">What they need.</param>
    /// <param name="settings">What more it is told.</param>
    public static async Task<TestService> Start(
        ServiceDatabase database, Type reasons, string broker = NoBroker, Action<Bus>? bus = null, Action<IServiceCollection>? services = null, IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = Environments.Production,
            // A machine watches only so many files at once.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"ConnectionStrings:{database.Name}"] = database.AppConnectionString,
            [$"ConnectionStrings:{database.Name}_owner"] = database.OwnerConnectionString,
            ["ConnectionStrings:rabbitmq"] = broker,
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.AddService(database.Name, reasons, bus);
        var log = new LogRecorder();
        builder.Logging.ClearProviders().AddProvider(log.ToProvider());
        services?.Invoke(builder.Services);
        var app = builder.Build();
        await app.StartAsync(Limit.Soon());
        return new TestService(app, log);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Limit.Soon());
        await _app.DisposeAsync();
    }
}
