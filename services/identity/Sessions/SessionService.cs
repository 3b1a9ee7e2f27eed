using FactoryFlow.Events.Identity;
using FactoryFlow.Identity.Keys;
using FactoryFlow.Identity.Tokens;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using Grpc.Core;
using User = FactoryFlow.Identity.Users.User;

namespace FactoryFlow.Identity.Sessions;

/// <summary>The RPCs on sessions, one file each.</summary>
internal sealed partial class SessionService(TenantDb db, HashingQueue hashing, JwtSigner signer) : V1.SessionService.SessionServiceBase
{
    /// <summary>Begins a session for somebody who has proven who they are.</summary>
    private Session Begin(TenantTx tx, ServerCallContext context, User user)
    {
        var (session, token, lifetime) = (tx.NewId(), OpaqueToken.New(tx.TenantId), SessionLifetime.Of(user.Kind));
        SessionStore.Begin(tx, session, user.Id, token, lifetime, Device.Of(tx, context));
        var way = context.Method[(context.Method.LastIndexOf('/') + 1)..];
        tx.Audit("session.began", "user", user.Id, new Json($$$"""{"before":null,"after":{"sessionId":"{{{session}}}","way":"{{{way}}}"}}"""));
        tx.Publish(new SignedIn { EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, UserId = user.Id, SessionId = session });
        return Answer(user, session, token, tx.Now);
    }

    /// <summary>The answer that hands a session out.</summary>
    private Session Answer(User user, Guid session, OpaqueToken token, DateTimeOffset now) => new()
    {
        AccessToken = signer.Sign(user, session, now),
        RefreshToken = token.Text,
        ExpiresIn = (int)SessionLifetime.Of(user.Kind).Access.TotalSeconds,
        TokenType = "Bearer",
        User = user.ToMessage(),
    };

    /// <summary>What an audit entry about a user says of a session that ended.</summary>
    private static Json Ended(Guid session) => new($$$"""{"before":{"sessionId":"{{{session}}}"},"after":null}""");
}
