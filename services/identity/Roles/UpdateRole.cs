using FactoryFlow.Identity.Cutoffs;
using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Roles;

internal sealed partial class RoleService
{
    public override Task<Role> UpdateRole(UpdateRoleRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("role_id", request.RoleId);
        var mask = UpdateMask.Of(check, request, "name", "permissions");
        var name = mask.Has("name") ? check.Text("name", request.Name, 1, LongestName) : null;
        var permissions = mask.Has("permissions") ? check.Permissions("permissions", request.Permissions, MostPermissions) : null;
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var (before, authority, holders) = await Look(tx, context, id, request.Etag);
            var after = before with { Name = name ?? before.Name, Permissions = permissions ?? before.Permissions };
            if (after.ToMessage().Equals(before.ToMessage())) return before.ToMessage();

            after = after with { Version = before.Version + 1, UpdateTime = tx.Now };
            authority.Require(after.Grants, $"The role {after.Name}");
            // Who has a role is who the ways ask for that name it: another name gives all of them another role.
            if (after.Name != before.Name && !authority.HoldsEverything)
                throw Reasons.PermissionNotHeld.Refuse($"The role {before.Name} is asked for by its name: only who holds everything may give it another.", "name");
            foreach (var holder in holders) RequireFor(holder, after);
            // Tokens carry the role's name, too.
            CutoffStore.OfRole(tx, id);
            RoleStore.Save(tx, after);
            tx.Audit("role.updated", "role", id, Changes.Between(before.ToMessage(), after.ToMessage()));
            await Soundness.Require(tx, user: null, role: id, mayLoseAdministrator: before.Grants.IsEverything);
            return after.ToMessage();
        });
    }

    private static void RequireFor(RoleStore.HoldersRow holders, RoleRow role)
    {
        var kind = TokenFormat.KindOf(holders.Kind);
        if (role.Grants.Grants.FirstOrDefault(p => !KindLimits.Allow(kind, p)) is { Resource: not null } excess)
            throw Reasons.PermissionNotForKind.Refuse(
                $"{holders.First} has the role {role.Name}, and a {holders.Kind} may not hold {excess}, but at most {string.Join(", ", KindLimits.Of(kind))}.", "permissions");
    }
}
