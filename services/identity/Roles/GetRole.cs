using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Roles;

internal sealed partial class RoleService
{
    public override Task<Role> GetRole(GetRoleRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("role_id", request.RoleId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var roles = RoleStore.Ask(tx, id);
            await tx.Flush();
            return roles.First?.ToMessage() ?? throw NotFound(id);
        });
    }
}
