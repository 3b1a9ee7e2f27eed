using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Tenancy.Domains;
using FactoryFlow.Tenancy.Openings;
using FactoryFlow.Tenancy.Tenants;

namespace FactoryFlow.Tenancy;

/// <summary>Registers what only tenancy has.</summary>
internal static class Registration
{
    /// <summary>Adds the saga that opens tenants.</summary>
    public static Bus AddOpenings(this Bus bus) => bus.AddSaga<OpeningMachine, Opening>("opening");

    /// <summary>Adds what openings need: identity, deadlines, and the providers of domains that are configured.</summary>
    public static void AddOpenings(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddServiceClient<OwnerService.OwnerServiceClient>("identity");
        services.AddSingleton(OpeningSettings.From(builder.Configuration));
        services.AddSingleton(ReservedSlugs.From(builder.Configuration));
        services.AddSingleton<OpeningOutcome>();
        services.AddHostedService<OpeningDeadlines>();

        var domains = DomainSettings.From(builder.Configuration);
        services.AddSingleton(domains);
        if (domains.Vercel is { } vercel) services.AddSingleton<IDomainProvider>(p => new Vercel(vercel, p.GetRequiredService<TimeProvider>()));
        if (domains.Cloudflare is { } cloudflare) services.AddSingleton<IDomainProvider>(p => new Cloudflare(cloudflare, p.GetRequiredService<TimeProvider>()));
        services.AddHostedService<DomainWorker>();
    }
}
