using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Identity.Roles;

internal sealed partial class RoleService
{
    public override Task<Empty> DeleteRole(DeleteRoleRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("role_id", request.RoleId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var (role, _, holders) = await Look(tx, context, id, request.Etag);
            if (holders.Count > 0)
                throw Reasons.RoleInUse.Refuse($"{holders.Sum(h => h.Count)} people have the role {role.Name}, such as {holders[0].First}: take it from them first.");

            RoleStore.Delete(tx, id);
            tx.Audit("role.deleted", "role", id, Changes.Between(role.ToMessage(), null));
            return new Empty();
        });
    }
}
