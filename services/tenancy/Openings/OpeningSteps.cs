using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.Domains;
using FactoryFlow.Tenancy.Tenants;

namespace FactoryFlow.Tenancy.Openings;

/// <summary>What the steps of an opening do to the tenant, each in the transaction of its step.</summary>
internal static class OpeningSteps
{
    /// <summary>Activates the tenant with its owner and requests its domain; answers the providers that must connect it.</summary>
    public static async Task<IReadOnlyList<string>> Activate(TenantTx tx, Guid owner, DomainSettings domains)
    {
        var activated = TenantStore.Activate(tx, owner, domains.Suffix, domains.Providers.Count == 0);
        await tx.Flush();
        // The reservation was withdrawn meanwhile; identity has been told so.
        if (activated.Rows.Count == 0) return [];

        var tenant = await TenantStore.Announce(tx);
        tx.Publish(new TenantOpened
        {
            EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, Slug = tenant.Slug, OwnerUserId = owner, Domain = tenant.Domain!,
        });
        foreach (var provider in domains.Providers) DomainRequestStore.Add(tx, provider, tenant.Domain!);
        tx.Audit("tenant.opened", "tenant", tx.TenantId);
        return domains.Providers;
    }

    /// <summary>Marks the domain of the tenant as active.</summary>
    public static void ActivateDomain(TenantTx tx)
    {
        TenantStore.ActivateDomain(tx);
        tx.Audit("tenant.domain_activated", "tenant", tx.TenantId);
    }

    /// <summary>Undoes the reservation and has identity undo its part. A tenant that is active is left alone.</summary>
    public static async Task Withdraw(TenantTx tx, string reason)
    {
        if (await TenantStore.Withdraw(tx, reason) is not { } slug) return;
        tx.Publish(new TenantWithdrawn { EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, Slug = slug, Reason = reason });
        tx.Audit("tenant.withdrawn", "tenant", tx.TenantId);
    }
}
