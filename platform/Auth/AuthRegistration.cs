using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FactoryFlow.Platform.Auth;

/// <summary>Registers what verifies callers.</summary>
public static class AuthRegistration
{
    /// <summary>
    /// Everything that <see cref="AccessInterceptor" /> needs but the keys: a service adds <see cref="AddKeySource" />,
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
    public static IServiceCollection AddKeySource(this IServiceCollection services)
    {
        services.TryAddSingleton<KeySource>();
        services.TryAddSingleton<IKeyRing>(provider => provider.GetRequiredService<KeySource>());
        return services.AddHostedService(provider => provider.GetRequiredService<KeySource>());
    }
}
