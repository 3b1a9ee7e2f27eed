using FactoryFlow.Identity.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Auth;

/// <summary>Registers what verifies callers.</summary>
public static class AuthRegistration
{
    /// <summary>
    /// Everything that <see cref="AccessInterceptor" /> needs but the keys: a service adds <c>AddKeySource</c>,
    /// identity its own <see cref="IKeyRing" />.
    /// </summary>
    public static IServiceCollection AddCallerVerification(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(RpcAccess.OfAllProtos);
        services.TryAddSingleton<JwtVerifier>();
        services.TryAddSingleton<BearerTokens>();
        services.TryAddSingleton<AccessInterceptor>();
        return services;
    }

    /// <summary>The keys as identity publishes them; needs a registered <c>KeyService.KeyServiceClient</c>.</summary>
    public static IServiceCollection AddKeySource(this IServiceCollection services) => services.AddKeySource(provider =>
    {
        var identity = provider.GetRequiredService<KeyService.KeyServiceClient>();
        return async ct => await identity.GetJsonWebKeySetAsync(new GetJsonWebKeySetRequest(), cancellationToken: ct);
    });

    /// <summary>The keys as something else publishes them.</summary>
    public static IServiceCollection AddKeySource(this IServiceCollection services, Func<IServiceProvider, Func<CancellationToken, Task<JsonWebKeySet>>> publish)
    {
        services.AddSingleton(provider => new KeySource(publish(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<KeySource>>()));
        services.AddSingleton<IKeyRing>(provider => provider.GetRequiredService<KeySource>());
        return services.AddHostedService(provider => provider.GetRequiredService<KeySource>());
    }
}
