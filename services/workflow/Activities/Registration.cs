using FactoryFlow.Platform.Tenants;

namespace FactoryFlow.Workflow.Activities;

/// <summary>Registers what only activities need.</summary>
internal static class Registration
{
    /// <summary>Adds what does activities.</summary>
    public static void AddActivities(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(ActivityEnvironment.From(builder.Configuration));
        builder.Services.AddSingleton<WebhookCall>();
        builder.Services.AddSingleton<Acting>();
        builder.Services.AddDueWork<ActOnDue>();
    }
}
