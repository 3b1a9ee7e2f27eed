namespace FactoryFlow.Workflow.InstanceMigrations;

/// <summary>Registers what only migrations need.</summary>
internal static class Registration
{
    /// <summary>Adds what migrates instances, and forgets what became of them.</summary>
    public static void AddMigrations(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Carrying>();
        builder.Services.AddHostedService<MigrateOnDue>();
        builder.Services.AddSingleton(SweptResults.After(SweptResults.KeptFor(builder.Configuration)));
    }
}
