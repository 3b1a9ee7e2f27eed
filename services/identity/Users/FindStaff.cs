using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Users;

internal sealed partial class UserService
{
    public override Task<FindStaffResponse> FindStaff(FindStaffRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = check.Id("tenant_id", request.TenantId);
        check.Done();
        context.RequireOwnTenant(tenant);
        check.That(request.UserId.Length == 0 || request.Email.Length == 0, "email", "is given beside user_id: give one of the two");
        Guid? id = request.UserId.Length > 0 ? check.Id("user_id", request.UserId) : null;
        var email = id is null ? check.Email("email", request.Email) : null;
        check.Done();

        return db.Read(context, async tx =>
        {
            var hash = email is null ? null : tx.Personal.Fingerprint(email);
            var found = await tx.All<Guid>($"""
                select id from users where tenant_id = {tx.TenantId} and kind = {Kind.Staff} and (id = {id} or email_hash = {hash})
                """);
            return found is [var user]
                ? new FindStaffResponse { UserId = user.ToString() }
                : throw Reasons.UserNotFound.Refuse("There is nobody like that among the tenant's staff.", id is null ? "email" : "user_id");
        });
    }
}
