using System.Net;
using System.Security.Cryptography.X509Certificates;
using FactoryFlow.Feed.Tests.V1;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Feed.Tests.Calls;

/// <summary>A real server on loopback, speaking HTTP/2 in the clear or, with a certificate, over TLS.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<GrpcChannel> _channels = [];

    private EchoServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public Observations Observed => _app.Services.GetRequiredService<Observations>();

    public static async Task<EchoServer> StartAsync(Action<GrpcServiceOptions>? configure = null, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        builder.Services.AddSingleton<Observations>().AddGrpc(options => configure?.Invoke(options));
        var app = builder.Build();
        app.MapGrpcService<EchoService>();
        await app.StartAsync(Bounded.Token);
        return new EchoServer(app);
    }

    public Echo.EchoClient Client(Action<GrpcChannelOptions>? configure = null) => new(Invoker(configure));

    public CallInvoker Invoker(Action<GrpcChannelOptions>? configure = null)
    {
        var options = new GrpcChannelOptions();
        configure?.Invoke(options);
        var channel = GrpcChannel.ForAddress(Address, options);
        _channels.Add(channel);
        return channel.CreateCallInvoker();
    }

    public Task StopAsync() => _app.StopAsync(Bounded.Token);

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        await _app.DisposeAsync();
    }
}
