using FactoryFlow.AppHost.Servers;
using FactoryFlow.Events;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
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

    private IdentityServer(Factory factory, ErrorLog errors, ServiceDatabase database)
    {
        (_factory, _errors, Database) = (factory, errors, database);
        var address = factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _channel = GrpcChannel.ForAddress(address);
        var invoker = _channel.CreateCallInvoker().Intercept(new Bounded());
        (Sessions, Passwords, Owners, Keys, Cutoffs) = (new(invoker), new(invoker), new(invoker), new(invoker), new(invoker));
        (Users, Roles, FactoryAccess, Me) = (new(invoker), new(invoker), new(invoker), new(invoker));
        (ApiKeys, Invitations, Signups) = (new(invoker), new(invoker), new(invoker));
        Db = factory.Services.GetRequiredService<TenantDb>();
        _adminToken = new(async () => (await this.SignInAdmin()).AccessToken);
    }

    public SessionService.SessionServiceClient Sessions { get; }

    public PasswordService.PasswordServiceClient Passwords { get; }

    public OwnerService.OwnerServiceClient Owners { get; }

    public KeyService.KeyServiceClient Keys { get; }

    public CutoffService.CutoffServiceClient Cutoffs { get; }

    public UserService.UserServiceClient Users { get; }

    public RoleService.RoleServiceClient Roles { get; }

    public FactoryAccessService.FactoryAccessServiceClient FactoryAccess { get; }

    public MeService.MeServiceClient Me { get; }

    public ApiKeyService.ApiKeyServiceClient ApiKeys { get; }

    public InvitationService.InvitationServiceClient Invitations { get; }

    public SignupService.SignupServiceClient Signups { get; }

    /// <summary>The service's doorway, for what no RPC does yet.</summary>
    public TenantDb Db { get; }

    public ServiceDatabase Database { get; }

    /// <summary>Where the mails lie that are sent from this server's database.</summary>
    public Outbox Outbox => Outbox.Of(Database);

    /// <summary>An access token of the administrator, who signed in once.</summary>
    public Task<string> AdminToken => _adminToken.Value;

    /// <summary>What deletes the rows that have expired.</summary>
    public Sweep Sweep => _factory.Services.GetRequiredService<Sweep>();

    /// <summary>Handles facts as if they came from the bus, with inbox and transaction.</summary>
    public Task Handle<TFact, THandler>(params TFact[] facts)
        where TFact : class, IFact
        where THandler : class, IFactHandler<TFact> =>
        Db.Handle(THandler.Name, facts, _factory.Services.GetRequiredService<THandler>().Plan, Limit.Soon());

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
            return new IdentityServer(factory, errors, database);
        }
        catch
        {
            factory.Dispose();
            throw;
        }
    });

    /// <summary>The errors that it logged so far, which a test provoked; without this, one fails the test.</summary>
    public IReadOnlyList<string> TakeErrors()
    {
        var lines = new List<string>();
        while (_errors.Lines.TryDequeue(out var line)) lines.Add(line);
        return lines;
    }

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
            // Identity serves without its broker; what it publishes stays in its outbox.
            builder.UseSetting("ConnectionStrings:rabbitmq", "amqp://nobody:nothing@127.0.0.1:1");
            builder.UseSetting("Identity:KeyEncryptionKey", Convert.ToBase64String(new byte[32]));
            builder.UseSetting("Platform:AdminPassword", AdminPassword);
            builder.UseSetting("Mail:Directory", Outbox.Of(database).Folder);
            builder.UseSetting("Mail:LinkBase", "https://{tenant}.factory.example");
            // All tests sign in from one address, and some of them again and again.
            builder.UseSetting("Identity:AnonymousTriesPerMinute:PerAddress", "-1");
            builder.UseSetting("Identity:AnonymousTriesPerMinute:PerAccount", "-1");
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
