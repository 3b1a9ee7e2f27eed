using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Clients;
using FactoryFlow.Ledger.Corrections;
using FactoryFlow.Ledger.Reconciliation;
using FactoryFlow.Ledger.Totals;
using FactoryFlow.Ledger.Wages;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Production.V1;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Ledger;

/// <summary>Registers what only the ledger has.</summary>
internal static class Registration
{
    /// <summary>Adds what the ledger hears of.</summary>
    public static Bus HearOfWork(this Bus bus) => bus
        .AddHandler<JobStepCompleted, CreditOnJobStepCompleted>()
        .AddHandler<JobStepProgressed, CreditOnJobStepProgressed>()
        .AddHandler<HeldWageReleased, CreditOnHeldWageReleased>()
        .AddHandler<JobStepReopened, ReverseOnJobStepReopened>()
        .KnowTenantConfigs();

    /// <summary>Adds whom it asks, and what it does by itself.</summary>
    public static void AddBooks(this IServiceCollection services)
    {
        services.AddServiceClient<WorkerService.WorkerServiceClient>("production");
        services.AddServiceClient<WageReportService.WageReportServiceClient>("production");
        services.AddServiceClient<TenantStateService.TenantStateServiceClient>("tenancy");
        services.AddServiceClient<RateService.RateServiceClient>("production");
        services.AddSingleton<WorkerClient>().AddSingleton<EntryTypeClient>().AddSingleton<WageReportClient>().AddSingleton<RateClient>().AddSingleton<Comparing>();
        services.AddHostedService<FoldMovements>().AddHostedService<ApplyOnDue>();
    }
}
