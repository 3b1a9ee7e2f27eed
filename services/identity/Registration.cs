using FactoryFlow.Events.Tenancy;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Identity.Anonymous;
using FactoryFlow.Identity.Clients;
using FactoryFlow.Identity.Factories;
using FactoryFlow.Identity.Keys;
using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Notices;
using FactoryFlow.Identity.Owners;
using FactoryFlow.Identity.Personal;
using FactoryFlow.Identity.Roles;
using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Identity;

/// <summary>Registers what only identity has.</summary>
internal static class Registration
{
    /// <summary>Adds what identity hears of.</summary>
    public static Bus HearOfTenants(this Bus bus) => bus.KnowTenants().KnowTenantConfigs()
        .AddHandler<FactoryDeleted, ForgetOnFactoryDeleted>()
        .AddHandler<OwnerRequested, CreateOnOwnerRequested>()
        .AddHandler<TenantWithdrawn, UndoOnTenantWithdrawn>();

    /// <summary>Adds what identity hears of workflows.</summary>
    public static Bus HearOfWorkflows(this Bus bus) => bus.AddHandler<WorkflowNotificationRequested, MailOnWorkflowNotificationRequested>();

    /// <summary>Adds what seals what is kept about people; before anything that reads it.</summary>
    public static void AddPersonalData(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(KeyEncryption.From(builder.Configuration, builder.Environment, "Identity"));
        builder.Services.AddSingleton<PersonalData>();
        builder.Services.AddSingleton<IPersonalData>(provider => provider.GetRequiredService<PersonalData>());
        builder.Services.AddHostedService<DataKeys>();
    }

    /// <summary>Adds what signs tokens, and the ring that verifies them here.</summary>
    public static void AddSigningKeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(KeyRotation.From(builder.Configuration));
        builder.Services.AddSingleton<KeyTurns>();
        builder.Services.AddSingleton<SigningKeys>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SigningKeys>());
        builder.Services.AddSingleton<JwtSigner>();
        builder.Services.AddKeySource(provider => async ct =>
        {
            // Another process may have made the key that a token names.
            var keys = provider.GetRequiredService<SigningKeys>();
            await keys.Refresh(ct);
            return keys.Published();
        });
    }

    /// <summary>Adds what writes and sends mails.</summary>
    public static void AddMail(this WebApplicationBuilder builder)
    {
        var settings = MailSettings.From(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<IOutlet>(provider =>
            settings.Smtp is { } smtp ? new SmtpOutlet(smtp) : new FolderOutlet(settings.Directory!, provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<LetterWriter>();
        builder.Services.AddHostedService<Postman>();
    }

    /// <summary>Adds what knows a tenant's people: their roles, whom to ask about tenant and factories, and what of theirs expires.</summary>
    public static void AddPeople(this WebApplicationBuilder builder)
    {
        builder.Services.AddServiceClient<TenantService.TenantServiceClient>("tenancy");
        builder.Services.AddServiceClient<TenantConfigService.TenantConfigServiceClient>("tenancy");
        builder.Services.AddServiceClient<FactoryService.FactoryServiceClient>("tenancy");
        builder.Services.AddSingleton<TenantClient>();
        builder.Services.AddSingleton<FactoryClient>();
        builder.Services.AddSingleton<Newcomers>();
        builder.Services.AddHostedService<SystemRoles>();
        foreach (var swept in Expired.Rows) builder.Services.AddSingleton(swept);
    }

    /// <summary>Adds what counts the tries of whoever has not signed in: behind what every service does with a call.</summary>
    public static void AddAnonymousLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(AnonymousSettings.From(builder.Configuration));
        builder.Services.AddSingleton<AnonymousCalls>();
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<AnonymousCalls>());
    }

    /// <summary>Adds what hashes passwords, and the administrator whose password is configured.</summary>
    public static void AddPasswords(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(PasswordHash.From(builder.Configuration, builder.Environment));
        builder.Services.AddSingleton<HashingQueue>();
        builder.Services.AddHostedService<PlatformAdministrator>();
    }
}
