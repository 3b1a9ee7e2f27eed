using FactoryFlow.AppHost.Servers;
using FactoryFlow.Identity.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Identity.Tests.Support;

/// <summary>The service as it runs: its own Program, Kestrel on a loopback port, gRPC over HTTP/2 without TLS.</summary>
internal sealed class IdentityServer : IAsyncDisposable
{
    public const string AdminEmail = "admin@factoryflow.localhost";
    public const string AdminPassword = "correct horse battery staple";

    // Hundreds of sign-ins need not each take as long as the one that a test times.
    private const int FewIterations = 5_000;

    private readonly Factory _factory;
    private readonly ErrorLog _errors;
    private readonly GrpcChannel _channel;
    private readonly Lazy<Task<string>> _adminToken;

    private IdentityServer(Factory factory, ErrorLog errors)
    {
        (_factory, _errors) = (factory, errors);
        var address = factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _channel = GrpcChannel.ForAddress(address);
        var invoker = _channel.CreateCallInvoker().Intercept(new Bounded());
        (Sessions, Owners, Keys) = (new(invoker), new(invoker), new(invoker));
        _adminToken = new(async () => (await this.SignInAdmin()).AccessToken);
    }

    public SessionService.SessionServiceClient Sessions { get; }

    public OwnerService.OwnerServiceClient Owners { get; }

    public KeyService.KeyServiceClient Keys { get; }

    /// <summary>An access token of the administrator, who signed in once.</summary>
    public Task<string> AdminToken => _adminToken.Value;

    public static Task<IdentityServer> Start(ServiceDatabase database, TimeProvider? clock = null, params (string Key, string? Value)[] settings) =>
        Start(database, clock, FewIterations, settings);

    public static Task<IdentityServer> Start(ServiceDatabase database, TimeProvider? clock, int iterations, params (string Key, string? Value)[] settings) => Task.Run(() =>
    {
        var errors = new ErrorLog();
        var factory = new Factory(database, clock, errors, iterations, settings);
        try
        {
            factory.UseKestrel();
            factory.StartServer();
            return new IdentityServer(factory, errors);
        }
        catch
        {
            factory.Dispose();
            throw;
        }
    });

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _factory.DisposeAsync();
        _errors.Lines.ShouldBeEmpty();
    }

    private sealed class Factory(ServiceDatabase database, TimeProvider? clock, ErrorLog errors, int iterations, (string Key, string? Value)[] settings) : WebApplicationFactory<Identity.Keys.SigningKeys>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production").UseUrls("http://127.0.0.1:0");
            builder.UseSetting("ConnectionStrings:identity", database.AppConnectionString);
            builder.UseSetting("ConnectionStrings:identity_owner", database.OwnerConnectionString);
            // Identity publishes nothing in these tests, and serves without its broker.
            builder.UseSetting("ConnectionStrings:rabbitmq", "amqp://nobody:nothing@127.0.0.1:1");
            builder.UseSetting("Identity:KeyEncryptionKey", Convert.ToBase64String(new byte[32]));
            builder.UseSetting("Platform:AdminPassword", AdminPassword);
            foreach (var (key, value) in settings) builder.UseSetting(key, value);
            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(errors));
            builder.ConfigureTestServices(services =>
            {
                services.AddSingleton(new Identity.Users.PasswordHash(iterations));
                if (clock is not null) services.AddSingleton(clock);
            });
        }
    }

    private sealed class Bounded : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, new(context.Method, context.Host, context.Options.WithDeadline(DateTime.UtcNow + Limit.Time)));
    }
}
