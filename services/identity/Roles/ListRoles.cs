using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Roles;

internal sealed partial class RoleService
{
    public override Task<ListRolesResponse> ListRoles(ListRolesRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = PageToken.Key(request.PageToken) ?? "";
        return db.Read(context, async tx =>
        {
            var rows = await tx.All<RoleRow>($"""
                select id, name, permissions, is_system, version, create_time, update_time from roles
                where tenant_id = {tx.TenantId} and name > {after} order by name limit {size + 1}
                """);
            var response = new ListRolesResponse { NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Name) : "" };
            response.Roles.AddRange(rows.Take(size).Select(r => r.ToMessage()));
            return response;
        });
    }
}
