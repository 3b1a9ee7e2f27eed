using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;

namespace FactoryFlow.Identity.Users;

/// <summary>Adds somebody new, however they come: counted against the plan, told to others and written down.</summary>
internal sealed class Newcomers(Limits limits)
{
    /// <summary>Adds them; others who add somebody wait from here to the commit.</summary>
    /// <exception cref="Platform.Errors.Refusal">PLAN_LIMIT_EXCEEDED and PERMISSIONS_TOO_MANY, and USER_EMAIL_TAKEN at the commit.</exception>
    public async Task<V1.User> Add(TenantTx tx, User user, string? passwordHash, CancellationToken ct)
    {
        await limits.Take(tx, PlanLimit.MaxUsers, ct);
        UserStore.Add(tx, user, passwordHash);
        var message = user.ToMessage();
        UserFacts.Created(tx, user);
        tx.Audit("user.created", "user", user.Id, Changes.Between(null, user.ToAudited(tx.Personal)));
        await Soundness.Require(tx, user.Id, role: null, mayLoseAdministrator: false);
        return message;
    }
}
