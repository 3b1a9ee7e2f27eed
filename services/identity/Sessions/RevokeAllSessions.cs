using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Identity.Sessions;

internal sealed partial class SessionService
{
    public override Task<Empty> RevokeAllSessions(RevokeAllSessionsRequest request, ServerCallContext context)
    {
        var (caller, check) = (context.Caller(), new Check());
        var user = request.UserId.Length == 0 ? caller.Subject : check.Id("user_id", request.UserId);
        check.Done();
        var isOwn = user == caller.Subject;
        if (!isOwn) Demand(caller, RevokeOthers);
        return db.Write(context, request, async tx =>
        {
            var known = UserStore.AskKnown(tx, user);
            var ended = SessionStore.EndAll(tx, user, spared: isOwn ? caller.SessionId : null);
            await tx.Flush();
            if (known.Rows.Count == 0) throw NoUser(user);
            foreach (var session in ended.Rows) tx.Audit("session.revoked", "user", user, Ended(session));
            return new Empty();
        });
    }
}
