using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Identity.Sessions;

internal sealed partial class SessionService
{
    private static readonly Permission RevokeOthers = Permission.Parse("sessions:revoke:all");

    public override Task<Empty> RevokeSession(RevokeSessionRequest request, ServerCallContext context)
    {
        var (caller, check) = (context.Caller(), new Check());
        var session = check.Id("session_id", request.SessionId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            // Who may not end others' sessions is not told which there are.
            var row = await SessionStore.Lock(tx, session, caller.Holds(RevokeOthers) ? null : caller.Subject)
                ?? throw Reasons.SessionNotFound.Refuse($"There is no session {session}.");
            if (row.EndTime is not null) return new Empty();
            SessionStore.End(tx, session);
            tx.Audit("session.revoked", "user", row.UserId, Ended(session));
            return new Empty();
        });
    }
}
