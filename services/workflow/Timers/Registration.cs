using FactoryFlow.Workflow.Slas;

namespace FactoryFlow.Workflow.Timers;

/// <summary>Registers what only timers need.</summary>
internal static class Registration
{
    /// <summary>Adds what fires timers.</summary>
    public static void AddTimers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Escalating>();
        builder.Services.AddSingleton<Firing>();
        builder.Services.AddHostedService<FireOnDue>();
    }
}
