using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Workflow.Credentials;
using FactoryFlow.Workflow.Triggers;

namespace FactoryFlow.Workflow.Activities;

/// <summary>Registers what only activities need.</summary>
internal static class Registration
{
    /// <summary>Adds what does activities.</summary>
    public static void AddActivities(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(ActivityEnvironment.From(builder.Configuration));
        builder.Services.AddSingleton<WebhookCall>();
        var door = ApiCall.DoorOf(builder.Configuration);
        builder.Services.AddSingleton(provider => new ApiCall(provider.GetRequiredService<TenantDb>(), provider.GetRequiredService<KeyEncryption>(), provider.GetRequiredService<Causes>(), door));
        builder.Services.AddHostedService<CredentialKeys>();
        builder.Services.AddSingleton<Acting>();
        builder.Services.AddDueWork<ActOnDue>();
    }
}
