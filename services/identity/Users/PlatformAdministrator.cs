using FactoryFlow.Identity.Personal;
using FactoryFlow.Identity.Roles;
using FactoryFlow.Identity.Sessions;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Identity.Users;

/// <summary>
/// Sees to it at the start that there is the configured administrator of the platform. The configured password is set once: the one that the
/// administrator has chosen since stays until another is configured, which ends the administrator's sessions.
/// </summary>
internal sealed class PlatformAdministrator(TenantDb db, HashingQueue hashing, IConfiguration configuration, IHostEnvironment environment, ILogger<PlatformAdministrator> log)
    : IHostedService
{
    private const string DefaultEmail = "admin@factoryflow.localhost";
    private const string Name = "Platform administrator";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var check = new Check();
        var email = check.Email("Platform__AdminEmail", configuration["Platform:AdminEmail"] is { Length: > 0 } given ? given : DefaultEmail);
        if (configuration["Platform:AdminPassword"] is not { Length: > 0 } password)
        {
            if (!environment.IsDevelopment())
                throw new InvalidOperationException($"The platform's administrator has no password: set Platform__AdminPassword ({Check.ShortestPassword} to {Check.LongestPassword} characters).");
            log.LogWarning("Platform__AdminPassword is not set: nobody new can sign in to the platform");
            return;
        }

        check.NewPassword("Platform__AdminPassword", password);
        if (!check.Holds) throw new InvalidOperationException(Fault(check));
        await Ensure(email, password, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Ensure(string email, string password, CancellationToken ct)
    {
        using var place = await hashing.Take(ct);
        var before = await db.As(Guid.Empty, tx => UserStore.FindConfigured(tx, email), ct);
        var match = before is null ? PasswordMatch.None : await place.Match(before, password);
        if (match is PasswordMatch.Full) return;

        var hash = await place.Hash(password);
        if (match is PasswordMatch.Outdated)
        {
            // The same password, which is only hashed with more iterations than it was: nobody's sessions end by that.
            await db.As(Guid.Empty, tx =>
            {
                UserStore.RenewConfiguredPassword(tx, email, before!, hash);
                return Task.FromResult(true);
            }, ct);
            return;
        }

        await db.As(Guid.Empty, async tx =>
        {
            TenantStore.KnowPlatform(tx);
            RoleStore.AddMissing(tx, [SystemRole.PlatformAdmin]);
            var (fresh, user) = UserStore.Add(tx, email, Name, Access.Types.Kind.Platform, hash);
            UserStore.GiveRole(tx, email, SystemRole.PlatformAdmin);
            await tx.Flush();
            UserStore.KeepConfiguredPassword(tx, user.First, hash);
            SessionStore.EndAll(tx, user.First);
            if (fresh.Rows.Count > 0) tx.Audit("user.created", "user", user.First, Masked.Added(tx.Personal, user.First, email, Name, Access.Types.Kind.Platform, SystemRole.PlatformAdmin));
            else tx.Audit("user.password_changed", "user", user.First);
            return true;
        }, ct);
    }

    private static string Fault(Check check)
    {
        try
        {
            check.Done();
            return "";
        }
        catch (Refusal refusal)
        {
            return $"The platform's administrator cannot be set up: {refusal.Message}.";
        }
    }
}
