using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Users;

internal sealed partial class UserService
{
    public override Task<ListUsersResponse> ListUsers(ListUsersRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        var email = request.Email.Length == 0 ? null : check.Email("email", request.Email);
        var kind = check.Choice("kind", request.Kind);
        var status = check.Choice("status", request.Status);
        check.Done();
        var after = PageToken.Id(request.PageToken) ?? Guid.Empty;
        return db.Read(context, async tx =>
        {
            var hash = email is null ? null : tx.Personal.Fingerprint(email);
            var found = await tx.All<Guid>($"""
                select id from users
                where tenant_id = {tx.TenantId} and id > {after} and ({hash}::bytea is null or email_hash = {hash})
                    and ({kind}::text is null or kind = {kind}::text) and ({status}::text is null or status = {status}::text)
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
