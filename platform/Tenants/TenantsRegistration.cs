using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Tenancy.V1;
using Grpc.AspNetCore.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FactoryFlow.Platform.Tenants;

/// <summary>Gives a service what it needs to know of tenants.</summary>
public static class TenantsRegistration
{
    /// <summary>Keeps tenants' states, and so gives the service <see cref="TenantStates" /> and <see cref="Limits" />. It must find tenancy.</summary>
    public static Bus KnowTenants(this Bus bus)
    {
        bus.Services.AddServiceClient<TenantStateService.TenantStateServiceClient>("tenancy").AddSingleton<TenantStates>().AddSingleton<Limits>();
        return bus.AddHandler<TenantChanged, KeepOnTenantChanged>();
    }

    /// <summary>Runs what happens by itself at its time, and has the clocks of sandboxes wait for it.</summary>
    public static IServiceCollection AddDueWork<T>(this IServiceCollection services)
        where T : BackgroundService, IDueWork =>
        services.AddSingleton<T>().AddHostedService(p => p.GetRequiredService<T>()).AddSingleton<IDueWork>(p => p.GetRequiredService<T>());

    /// <summary>Keeps tenants' configurations, and so gives the service <see cref="TenantConfigs" /> and its lists the tenants' page sizes. It must find tenancy.</summary>
    public static Bus KnowTenantConfigs(this Bus bus)
    {
        bus.Services.AddSingleton<PageSizeInterceptor>().Configure<GrpcServiceOptions>(o => o.Interceptors.Add<PageSizeInterceptor>());
        bus.Services.AddServiceClient<TenantConfigService.TenantConfigServiceClient>("tenancy").AddSingleton<TenantConfigs>();
        return bus.AddHandler<TenantConfigChanged, KeepOnTenantConfigChanged>();
    }
}
