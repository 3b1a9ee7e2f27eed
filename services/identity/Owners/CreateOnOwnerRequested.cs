using FactoryFlow.Events;
using FactoryFlow.Events.Identity;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Identity.Personal;
using FactoryFlow.Identity.Roles;
using FactoryFlow.Identity.Users;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Platform.Tenants;

namespace FactoryFlow.Identity.Owners;

/// <summary>Turns a prepared owner into a tenant with its roles and its first user, or says why not.</summary>
internal sealed class CreateOnOwnerRequested : IFactHandler<OwnerRequested>
{
    public static string Name => "create-on-owner-requested";

    public Action<IReadOnlyList<OwnerRequested>> Plan(TenantTx tx, IReadOnlyList<OwnerRequested> facts)
    {
        // A tenant is opened once, under one slug.
        var taken = PreparedOwnerStore.Take(tx, facts[0].Slug);
        return _ => tx.Publish(Answer(tx, taken.First));
    }

    private static IFact Answer(TenantTx tx, PreparedOwner? owner) => owner switch
    {
        null => Refused(tx, OwnerRefused.NotPrepared),
        { IsKnown: false } => Refused(tx, Reasons.TenantSlugTaken.Name),
        _ => new OwnerCreated { EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, UserId = Create(tx, owner) },
    };

    private static Guid Create(TenantTx tx, PreparedOwner owner)
    {
        var user = tx.NewId();
        var (email, name) = SealedProfile.Open(tx.Personal, tx.TenantId, owner.SealedProfile);
        RoleStore.AddMissing(tx, SystemRole.OfTenants);
        UserStore.AddOwner(tx, user, email, name, owner.PasswordHash);
        UserStore.GiveRole(tx, email, SystemRole.Admin);
        Limits.Count(tx, PlanLimit.MaxUsers);
        tx.Audit("owner.created", "user", user, Masked.Added(tx.Personal, user, email, name, Access.Types.Kind.Staff, SystemRole.Admin));
        return user;
    }

    private static OwnerRefused Refused(TenantTx tx, string reason) => new() { EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, Reason = reason };
}
