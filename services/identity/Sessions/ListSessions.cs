using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Sessions;

internal sealed partial class SessionService
{
    private static readonly Permission ReadOthers = Permission.Parse("sessions:read:all");

    public override Task<ListSessionsResponse> ListSessions(ListSessionsRequest request, ServerCallContext context)
    {
        var (caller, check) = (context.Caller(), new Check());
        var user = request.UserId.Length == 0 ? caller.Subject : check.Id("user_id", request.UserId);
        var size = check.PageSize(request.PageSize);
        check.Done();
        var before = PageToken.Id(request.PageToken) ?? Guid.AllBitsSet;
        if (user != caller.Subject) Demand(caller, ReadOthers);
        return db.Read(context, async tx =>
        {
            var known = UserStore.AskKnown(tx, user);
            var rows = await tx.All<ActiveSessionRow>($"""
                select id, user_id, user_agent, remote_address, create_time, last_use_time, expire_time from sessions
                where tenant_id = {tx.TenantId} and user_id = {user} and id < {before} and end_time is null and expire_time > {tx.Now}
                order by id desc limit {size + 1}
                """);
            if (known.Rows.Count == 0) throw NoUser(user);
            var response = new ListSessionsResponse { NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Id.ToString()) : "" };
            response.Sessions.AddRange(rows.Take(size).Select(row => row.ToMessage(caller.SessionId)));
            return response;
        });
    }

    private static void Demand(Caller caller, Permission permission)
    {
        if (!caller.Holds(permission)) throw CommonReasons.PermissionMissing.Refuse($"This call requires the permission {permission}, which you do not hold.");
    }

    private static Refusal NoUser(Guid user) => Reasons.UserNotFound.Refuse($"There is no user {user}.", "user_id");
}
