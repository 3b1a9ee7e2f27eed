namespace FactoryFlow.Identity.Users;

/// <summary>Registers what knows people and their passwords.</summary>
internal static class People
{
    public static void AddPeople(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new PasswordHash());
        builder.Services.AddSingleton<PasswordDesk>();
        builder.Services.AddHostedService<PlatformAdministrator>();
    }
}
