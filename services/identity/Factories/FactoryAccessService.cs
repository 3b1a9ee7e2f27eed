using FactoryFlow.Identity.Clients;
using FactoryFlow.Identity.Cutoffs;
using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using Grpc.Core;
using Level = FactoryFlow.Identity.V1.FactoryAccess.Types.Level;

namespace FactoryFlow.Identity.Factories;

/// <summary>The RPCs on access to factories, one file each.</summary>
internal sealed partial class FactoryAccessService(TenantDb db, FactoryClient factories) : V1.FactoryAccessService.FactoryAccessServiceBase
{
    private static readonly Permission Administration = Permission.Parse("factories:update:all");

    // Reads whose access is to be changed, behind the lock on what people of the tenant may do.
    private static async Task<User> Look(TenantTx tx, ServerCallContext context, Guid id, Guid factory)
    {
        var caller = context.Caller();
        UserStore.TakeTurn(tx);
        var known = UserStore.AskGrants(tx, id, caller.Subject);
        await tx.Flush();
        var user = known.Find(id) ?? throw Users.UserService.NotFound(id);
        var authority = Authority.Of(caller, known);
        authority.Require(user.Rights().Effective, user.Profile.Email);
        if (!authority.Holds(Administration) && !IsAdministrator(caller, known, factory))
            throw Reasons.PermissionNotHeld.Refuse($"You hold neither {Administration} nor ADMIN access to the factory {factory}: only who does decides about it.");
        return user;
    }

    private static bool IsAdministrator(Caller caller, Grants known, Guid factory) =>
        caller.Factories.Contains(new Platform.Auth.FactoryAccess(factory, FactoryLevel.Admin))
        && known.Find(caller.Subject)?.Factories.Any(f => f.FactoryId == factory && f.AccessLevel == EnumText.Of(Level.Admin)) == true;

    // Tokens name the factories, and a user shows the default: both are as before no longer.
    private static void Changed(TenantTx tx, User user)
    {
        CutoffStore.OfUser(tx, user.Id);
        UserStore.Touch(tx, user.Id);
    }
}
