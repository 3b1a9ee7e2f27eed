using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tenants;

namespace FactoryFlow.Identity.Signups;

/// <summary>The RPCs on customers who sign up, one file each.</summary>
internal sealed partial class SignupService(TenantDb db, HashingQueue hashing, Newcomers newcomers, TenantStates states) : V1.SignupService.SignupServiceBase
{
    /// <summary>The tenant's feature flag. Off unless it is set: who may look into a tenant is the tenant's to decide.</summary>
    private const string Flag = "customer_signup";

    private async Task RequireOpen(TenantTx tx, CancellationToken ct)
    {
        var state = await states.Of(tx, ct);
        if (state.Status != TenantStore.Open || !state.FeatureFlags.GetValueOrDefault(Flag)) throw Refused();
    }

    // The same for a tenant that there is not.
    private static Refusal Refused() => Reasons.SignupRefused.Refuse("Nobody signs up here by themselves. Ask for an invitation.");
}
