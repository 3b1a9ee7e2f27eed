using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using Origin = FactoryFlow.Identity.V1.PermissionSource.Types.Origin;

namespace FactoryFlow.Identity.Users;

internal sealed partial class UserService
{
    public override Task<EffectivePermissions> GetEffectivePermissions(GetEffectivePermissionsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("user_id", request.UserId);
        Permission? asked = null;
        if (request.Permission.Length > 0)
        {
            asked = check.Permission("permission", request.Permission);
            check.That(!asked.Value.HasWildcard, "permission", "holds a wildcard: ask about one permission");
        }

        check.Done();
        return db.Read(context, async tx =>
        {
            var known = UserStore.AskGrants(tx, id);
            await tx.Flush();
            return Explain(known.Find(id) ?? throw NotFound(id), asked);
        });
    }

    private static EffectivePermissions Explain(User user, Permission? asked)
    {
        var rights = user.Rights();
        return new EffectivePermissions
        {
            UserId = user.Id.ToString(),
            Permissions = { rights.Effective.Grants.Select(p => p.ToString()) },
            Denials = { rights.Effective.Denials.Select(p => p.ToString()) },
            Sources = { rights.Sources.Select(Message) },
            Verdict = asked is { } permission ? Verdict(user, rights, permission) : null,
        };
    }

    private static PermissionSource Message(Rights.Source source) => new()
    {
        Permission = source.Permission.ToString(),
        Origin = source.Role is null ? Origin.User : Origin.Role,
        Role = source.Role ?? "",
        Effective = { source.Effective.Select(p => p.ToString()) },
        IsReplaced = source.IsReplaced,
        DeniedBy = { source.DeniedBy.Select(p => p.ToString()) },
    };

    private static PermissionVerdict Verdict(User user, Rights rights, Permission permission)
    {
        var (isAllowed, why) = user.IsActive ? rights.Explain(permission) : (false, "Not held: they are INACTIVE and cannot sign in.");
        return new PermissionVerdict { Permission = permission.ToString(), IsAllowed = isAllowed, Explanation = why };
    }
}
