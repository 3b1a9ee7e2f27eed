using FactoryFlow.Platform.Tenants;

namespace FactoryFlow.Workflow.Triggers;

/// <summary>Registers what only triggers need.</summary>
internal static class Registration
{
    /// <summary>Adds what starts instances, and forgets what became of events.</summary>
    public static void AddTriggers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Causes>().AddSingleton<TriggerCache>().AddSingleton<Starting>();
        builder.Services.AddDueWork<StartOnDue>();
        builder.Services.AddSingleton(TriggerRunStore.Expired);
    }
}
