using FactoryFlow.Identity.Cutoffs;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Roles;

/// <summary>
/// Gives every tenant the system roles of this version at the start: new ones are added, changed ones changed, unless a later version did so
/// before. A role of the tenant's own under the same name stays as it is.
/// </summary>
internal sealed class SystemRoles(TenantDb db) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var role in SystemRole.OfTenants)
            foreach (var (tenant, id) in await db.Through(Door.Seeding, tx => RoleStore.FindLess(tx, role), cancellationToken))
                await db.As(tenant, tx => Lessen(tx, id, role), cancellationToken);
        await db.Through(Door.Seeding, tx =>
        {
            foreach (var role in SystemRole.OfTenants) RoleStore.Seed(tx, role);
            return Task.FromResult(true);
        }, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Whoever holds it has tokens that say more.
    private static Task<bool> Lessen(TenantTx tx, Guid id, SystemRole role)
    {
        CutoffStore.OfRole(tx, id);
        RoleStore.Renew(tx, id, role);
        return Task.FromResult(true);
    }
}
