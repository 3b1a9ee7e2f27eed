using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Tenancy.Tests;

/// <summary>The service as its Program.cs composes it, in this process, on a Kestrel of its own; only clock and log are given from outside.</summary>
internal sealed class RunningService : IAsyncDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<RunningService?> Starting = new();

    private readonly TaskCompletionSource<IHost> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _clock;
    private readonly ILoggerProvider _log;
    private IHost? _host;

    private RunningService(TimeProvider clock, ILoggerProvider log) => (_clock, _log) = (clock, log);

    public Uri Address { get; private set; } = null!;

    public static async Task<RunningService> Start(Assembly service, TimeProvider clock, ILoggerProvider log, params string[] settings)
    {
        var running = new RunningService(clock, log);
        using var subscription = DiagnosticListener.AllListeners.Subscribe(running);
        var main = Task.Run(() =>
        {
            Starting.Value = running;
            service.EntryPoint!.Invoke(null, [new[] { "--urls=http://127.0.0.1:0" }.Concat(settings.Select(s => "--" + s)).ToArray()]);
        });
        // A Main that ends has failed: it would serve until it is stopped.
        await await Task.WhenAny(running.WaitUntilStarted(), main).WaitAsync(TimeSpan.FromSeconds(30));
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is null) return;
        await _host.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (Starting.Value == this && value.Name == "Microsoft.Extensions.Hosting") value.Subscribe(this);
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (Starting.Value != this) return;
        if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
            builder.ConfigureServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton(_clock));
                services.AddSingleton(_log);
            });
        if (value is { Key: "HostBuilt", Value: IHost host }) _built.TrySetResult(host);
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    private async Task WaitUntilStarted()
    {
        _host = await _built.Task;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (_host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => started.TrySetResult()))
            await started.Task;
        Address = new Uri(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }
}
