using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.V1;
using Grpc.Core;

namespace FactoryFlow.Identity.Roles;

internal sealed partial class RoleService
{
    public override Task<ListPermissionsResponse> ListPermissions(ListPermissionsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListPermissionsResponse { Permissions = { Catalogue.Required } });
}
