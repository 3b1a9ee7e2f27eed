using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;
using Status = FactoryFlow.Identity.V1.User.Types.Status;

namespace FactoryFlow.Identity.Users;

internal sealed partial class UserService
{
    public override Task<ListUsersResponse> ListUsers(ListUsersRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        var email = request.Email.Length == 0 ? null : check.Email("email", request.Email);
        check.That(Enum.IsDefined(request.Kind), "kind", "must be STAFF, CUSTOMER or VENDOR");
        check.That(Enum.IsDefined(request.Status), "status", "must be ACTIVE or INACTIVE");
        check.Done();
        Kind? kind = request.Kind is Kind.Unspecified ? null : request.Kind;
        Status? status = request.Status is Status.Unspecified ? null : request.Status;
        var after = PageToken.Id(request.PageToken) ?? Guid.Empty;
        return db.Read(context, async tx =>
        {
            var hash = email is null ? null : tx.Personal.Fingerprint(email);
            var found = await tx.All<Guid>($"""
                select id from users
                where tenant_id = {tx.TenantId} and id > {after} and ({hash}::bytea is null or email_hash = {hash})
                    and ({kind}::text is null or kind = {kind}) and ({status}::text is null or status = {status})
                order by id limit {size + 1}
                """);
            var known = UserStore.AskGrants(tx, [.. found.Take(size)]);
            await tx.Flush();
            var response = new ListUsersResponse { NextPageToken = found.Count > size ? PageToken.After(found[size - 1].ToString()) : "" };
            response.Users.AddRange(known.Users().Select(u => u.ToMessage()));
            return response;
        });
    }
}
