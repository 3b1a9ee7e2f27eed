using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Sessions;

internal sealed partial class SessionService
{
    public override async Task<Session> RefreshSession(RefreshSessionRequest request, ServerCallContext context)
    {
        var check = new Check();
        check.That(request.RefreshToken.Length > 0, "refresh_token", "is required");
        check.Done();

        if (RefreshToken.TryRead(request.RefreshToken) is not { } shown) throw Ended();
        // What ends the session must be kept, so the refusal comes after the commit.
        return await db.As(context, shown.TenantId, tx => Renew(tx, shown)) ?? throw Ended();
    }

    private async Task<Session?> Renew(TenantTx tx, RefreshToken shown)
    {
        if (await SessionStore.Lock(tx, shown) is not { } row) return null;
        var renewal = row.Renew(tx.Now);
        if (renewal is Renewal.Stolen)
        {
            SessionStore.End(tx, row.SessionId);
            tx.Audit("session.token_reused", "user", row.UserId, Naming(row.SessionId));
        }

        if (renewal is not Renewal.Granted) return null;

        var (roles, permissions) = UserStore.AskGrants(tx, row.UserId);
        if (await UserStore.Find(tx, row.UserId) is not { IsActive: true } user)
        {
            SessionStore.End(tx, row.SessionId);
            return null;
        }

        var next = RefreshToken.New(tx.TenantId);
        SessionStore.Rotate(tx, row.SessionId, shown, next);
        return Answer(user.With(tx.TenantId, roles.Rows, permissions.Rows), row.SessionId, next, tx.Now);
    }

    private static Refusal Ended() => Reasons.SessionEnded.Refuse("The session has ended. Sign in again.");
}
