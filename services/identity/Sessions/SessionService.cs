using FactoryFlow.Identity.Keys;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using User = FactoryFlow.Identity.Users.User;

namespace FactoryFlow.Identity.Sessions;

/// <summary>The RPCs on sessions, one file each.</summary>
internal sealed partial class SessionService(TenantDb db, HashingQueue hashing, JwtSigner signer) : V1.SessionService.SessionServiceBase
{
    /// <summary>The answer that hands a session out.</summary>
    private Session Answer(User user, Guid session, RefreshToken token, DateTimeOffset now) => new()
    {
        AccessToken = signer.Sign(user, session, now),
        RefreshToken = token.Text,
        ExpiresIn = (int)JwtSigner.Lifetime.TotalSeconds,
        TokenType = "Bearer",
        User = user.ToMessage(),
    };

    /// <summary>What an audit entry about a user says of the session.</summary>
    private static Json Naming(Guid session) => new($$"""{"session":"{{session}}"}""");
}
