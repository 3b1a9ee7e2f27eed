using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Invitations;

internal sealed partial class InvitationService
{
    public override Task<ListInvitationsResponse> ListInvitations(ListInvitationsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var before = PageToken.Id(request.PageToken) ?? Guid.AllBitsSet;
        return db.Read(context, async tx =>
        {
            var rows = await tx.All<StoredInvitationRow>($"""
                select id, sealed_profile, kind, vendor_id, inviter_id, user_id, create_time, expire_time, accept_time, revoke_time,
                    array(select r.name from invitation_roles g join roles r on r.tenant_id = g.tenant_id and r.id = g.role_id
                        where g.tenant_id = i.tenant_id and g.invitation_id = i.id order by r.name) as roles
                from invitations i where tenant_id = {tx.TenantId} and id < {before} order by id desc limit {size + 1}
                """);
            var response = new ListInvitationsResponse { NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Id.ToString()) : "" };
            response.Invitations.AddRange(rows.Take(size).Select(row => row.Open(tx.Personal).ToMessage(tx.Now)));
            return response;
        });
    }
}
