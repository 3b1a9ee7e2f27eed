using FactoryFlow.Identity.Keys;
using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity;

/// <summary>Registers what only identity has.</summary>
internal static class Registration
{
    /// <summary>Adds what signs tokens, and the ring that verifies them here.</summary>
    public static void AddSigningKeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(KeyEncryption.From(builder.Configuration, builder.Environment));
        builder.Services.AddSingleton<SigningKeys>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SigningKeys>());
        builder.Services.AddSingleton<JwtSigner>();
        builder.Services.AddKeySource(provider => ct => KeyStore.Published(provider.GetRequiredService<TenantDb>(), ct));
    }

    /// <summary>Adds what hashes passwords, and the administrator whose password is configured.</summary>
    public static void AddPasswords(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new PasswordHash());
        builder.Services.AddSingleton<HashingQueue>();
        builder.Services.AddHostedService<PlatformAdministrator>();
    }
}
