using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Roles;

/// <summary>
/// Gives every tenant the system roles of this version at the start: new ones are added, changed ones changed. A role of the tenant's own
/// under the same name stays as it is.
/// </summary>
internal sealed class SystemRoles(TenantDb db) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => db.Through(Door.Seeding, tx =>
    {
        foreach (var role in SystemRole.OfTenants) RoleStore.Seed(tx, role);
        return Task.FromResult(true);
    }, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
