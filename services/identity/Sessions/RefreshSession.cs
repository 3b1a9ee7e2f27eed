using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.Tokens;
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

        if (OpaqueToken.TryRead(request.RefreshToken) is not { } shown) throw HasEnded();
        // What ends the session must be kept, so the refusal comes after the commit.
        return await db.As(context, shown.TenantId, tx => Renew(tx, context, shown)) ?? throw HasEnded();
    }

    private async Task<Session?> Renew(TenantTx tx, ServerCallContext context, OpaqueToken shown)
    {
        if (await SessionStore.Lock(tx, shown) is not { } row) return null;
        var renewal = row.Renew(tx.Now);
        if (renewal is Renewal.Stolen)
        {
            SessionStore.End(tx, row.SessionId);
            tx.Audit("session.token_reused", "user", row.UserId, Ended(row.SessionId));
        }

        if (renewal is not Renewal.Granted) return null;

        var (grants, status) = (UserStore.AskGrants(tx, row.UserId), TenantStore.AskStatus(tx));
        await tx.Flush();
        // The session goes on when the tenant does.
        TenantStore.RequireOpen(status);
        if (grants.Find(row.UserId) is not { IsActive: true } user)
        {
            SessionStore.End(tx, row.SessionId);
            tx.Audit("session.ended", "user", row.UserId, Ended(row.SessionId));
            return null;
        }

        var next = OpaqueToken.New(tx.TenantId);
        SessionStore.Rotate(tx, row.SessionId, shown, next, SessionLifetime.Of(user.Kind), Device.Of(tx, context));
        return Answer(user, row.SessionId, next, tx.Now);
    }

    private static Refusal HasEnded() => Reasons.SessionEnded.Refuse("The session has ended. Sign in again.");
}
