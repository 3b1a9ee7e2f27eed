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
    public override Task<Role> CreateRole(CreateRoleRequest request, ServerCallContext context)
    {
        var check = new Check();
        var name = check.Text("name", request.Name, 1, LongestName);
        var permissions = check.Permissions("permissions", request.Permissions, MostPermissions);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            UserStore.TakeTurn(tx);
            var asked = UserStore.AskGrants(tx, context.Caller().Subject);
            await tx.Flush();
            var role = new RoleRow(tx.NewId(), name, permissions, IsSystem: false, 1, tx.Now, tx.Now);
            Authority.Of(context.Caller(), asked).Require(role.Grants, $"The role {name}");

            RoleStore.Add(tx, role);
            var message = role.ToMessage();
            tx.Audit("role.created", "role", role.Id, Changes.Between(null, message));
            return message;
        });
    }
}
