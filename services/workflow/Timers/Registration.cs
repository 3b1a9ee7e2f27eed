using FactoryFlow.Platform.Tenants;
using FactoryFlow.Workflow.Slas;

namespace FactoryFlow.Workflow.Timers;

/// <summary>Registers what happens at its time.</summary>
internal static class Registration
{
    /// <summary>Adds what fires timers.</summary>
    public static void AddTimers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Escalating>();
        builder.Services.AddSingleton<Firing>();
        builder.Services.AddDueWork<FireOnDue>();
    }
}
