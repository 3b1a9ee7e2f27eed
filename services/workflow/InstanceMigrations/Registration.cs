namespace FactoryFlow.Workflow.InstanceMigrations;

/// <summary>Registers what only migrations need.</summary>
internal static class Registration
{
    /// <summary>Adds what migrates instances.</summary>
    public static void AddMigrations(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Carrying>();
        builder.Services.AddHostedService<MigrateOnDue>();
    }
}
