using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Roles;

/// <summary>The RPCs on roles, one file each.</summary>
internal sealed partial class RoleService(TenantDb db) : V1.RoleService.RoleServiceBase
{
    private const int LongestName = 63, MostPermissions = 100;

    private static Refusal NotFound(Guid id) => Reasons.RoleNotFound.Refuse($"There is no role {id}.");

    // Reads a role that is to be changed, behind the lock on what people of the tenant may do.
    private static async Task<(RoleRow Role, Authority Authority, IReadOnlyList<RoleStore.HoldersRow> Holders)> Look(TenantTx tx, ServerCallContext context, Guid id, string etag)
    {
        var caller = context.Caller();
        UserStore.TakeTurn(tx);
        var (asked, roles, holders) = (UserStore.AskGrants(tx, caller.Subject), RoleStore.Ask(tx, id), RoleStore.AskHolders(tx, id));
        await tx.Flush();
        var role = roles.First ?? throw NotFound(id);
        if (role.IsSystem) throw Reasons.RoleIsSystem.Refuse($"The role {role.Name} is there in every tenant and stays as it is. Create one of your own.");
        Etag.Require(etag, role.Version);
        var authority = Authority.Of(caller, asked);
        authority.Require(role.Grants, $"The role {role.Name}");
        return (role, authority, [.. holders.Rows.Select(h => h.Open(tx.Personal))]);
    }
}
