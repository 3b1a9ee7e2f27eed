using FactoryFlow.Platform.Auth;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FactoryFlow.Platform.Hosting;

/// <summary>Clients of our other services.</summary>
public static class ServiceClients
{
    /// <summary>
    /// How long a call may take that another call waits for with a transaction open: a service that hangs must not take the
    /// connections of one that could do without it.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The most that is read of an answer's headers, in KB; a refusal of ours has less than 7.</summary>
    public const int MostHeaderKilobytes = 128;

    /// <summary>When such a call that is made now is given up, in UTC as gRPC wants it.</summary>
    public static DateTime Deadline(this TimeProvider clock) => (clock.GetUtcNow() + Patience).UtcDateTime;

    /// <summary>
    /// Adds a client that calls as the caller of the call in hand, within its deadline.
    /// The address comes from <c>services:{service}:grpc:0</c>, as the app host sets it.
    /// </summary>
    /// <typeparam name="TClient">The generated client.</typeparam>
    public static IServiceCollection AddServiceClient<TClient>(this IServiceCollection services, string service)
        where TClient : ClientBase<TClient>
    {
        services.AddSingleton(provider => Create<TClient>(provider, service));
        return services;
    }

    /// <summary>The same for one of several services that answer the same RPCs: the client is found by the service's name.</summary>
    /// <typeparam name="TClient">The generated client.</typeparam>
    public static IServiceCollection AddKeyedServiceClient<TClient>(this IServiceCollection services, string service)
        where TClient : ClientBase<TClient> =>
        services.AddKeyedSingleton(service, (provider, _) => Create<TClient>(provider, service));

    private static TClient Create<TClient>(IServiceProvider provider, string service)
    {
        var address = provider.GetRequiredService<IConfiguration>()[$"services:{service}:grpc:0"]
            ?? throw new InvalidOperationException($"The address of {service} is not configured: give services__{service}__grpc__0, such as http://127.0.0.1:5001.");
        var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            // One answer with too many headers would end the calls of everybody that share its connection.
            HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, ConnectTimeout = TimeSpan.FromSeconds(2), MaxResponseHeadersLength = MostHeaderKilobytes },
            DisposeHttpClient = true,
            // A service that comes back is found within a second, not within the library's two minutes.
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
            MaxReconnectBackoff = TimeSpan.FromSeconds(1),
        });
        var invoker = channel.CreateCallInvoker().Intercept(ActivatorUtilities.CreateInstance<PropagatingInterceptor>(provider));
        return (TClient)Activator.CreateInstance(typeof(TClient), invoker)!;
    }
}
