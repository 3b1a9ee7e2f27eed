using FactoryFlow.Events.Identity;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Production.Clients;
using FactoryFlow.Production.OrderFlows;
using FactoryFlow.Production.QualityGates;
using FactoryFlow.Production.Workers;

namespace FactoryFlow.Production;

/// <summary>Registers what only production has.</summary>
internal static class Registration
{
    /// <summary>Adds what production hears of the people who sign in.</summary>
    public static Bus HearOfPeople(this Bus bus) => bus
        .AddHandler<UserCreated, LinkOnUserCreated>()
        .AddHandler<UserUpdated, LinkOnUserUpdated>()
        .AddHandler<UserDeleted, UnlinkOnUserDeleted>();

    /// <summary>Adds what production does when it hears of a tenant.</summary>
    public static Bus HearOfTenants(this Bus bus) => bus.AddHandler<TenantChanged, SeedOnTenantChanged>();

    /// <summary>Adds what orders go by: the quality gates, and what tenants begin with.</summary>
    public static void AddOrders(this IServiceCollection services) => services
        .AddSingleton<IQualityGate, AssemblyComplete>().AddSingleton<IQualityGate, QaPass>().AddSingleton<Gates>()
        .AddHostedService<SeedAtStart>();

    /// <summary>Adds what links workers with them.</summary>
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddServiceClient<UserService.UserServiceClient>("identity");
        services.AddSingleton<StaffClient>().AddSingleton<UserLinks>().AddSingleton(DepartedUserStore.Old);
    }
}
