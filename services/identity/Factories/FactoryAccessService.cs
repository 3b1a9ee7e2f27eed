using FactoryFlow.Identity.Clients;
using FactoryFlow.Identity.Cutoffs;
using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using Grpc.Core;

namespace FactoryFlow.Identity.Factories;

/// <summary>The RPCs on access to factories, one file each.</summary>
internal sealed partial class FactoryAccessService(TenantDb db, FactoryClient factories) : V1.FactoryAccessService.FactoryAccessServiceBase
{
    // Reads whose access is to be changed, behind the lock on what people of the tenant may do.
    private static async Task<(User User, Authority Authority)> Look(TenantTx tx, ServerCallContext context, Guid id, Guid factory)
    {
        var caller = context.Caller();
        UserStore.TakeTurn(tx);
        var known = UserStore.AskGrants(tx, id, caller.Subject);
        await tx.Flush();
        var user = known.Find(id) ?? throw Users.UserService.NotFound(id);
        var authority = Authority.Of(caller, known);
        authority.Require(user.Rights().Effective, user.Profile.Email);
        if (!authority.HoldsEveryFactory && !authority.Reaches(new(factory, FactoryLevel.Admin)))
            throw Reasons.PermissionNotHeld.Refuse($"You hold neither {Authority.EveryFactory} nor ADMIN access to the factory {factory}: only who does decides about it.");
        return (user, authority);
    }

    // Tokens name the factories, and a user shows the default: both are as before no longer.
    private static void Changed(TenantTx tx, User user)
    {
        CutoffStore.OfUser(tx, user.Id);
        UserStore.Touch(tx, user.Id);
    }
}
