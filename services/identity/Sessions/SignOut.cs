using FactoryFlow.Identity.Tokens;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Identity.Sessions;

internal sealed partial class SessionService
{
    public override async Task<Empty> SignOut(SignOutRequest request, ServerCallContext context)
    {
        var check = new Check();
        check.That(request.RefreshToken.Length > 0, "refresh_token", "is required");
        check.Done();

        if (OpaqueToken.TryRead(request.RefreshToken) is not { } shown) return new Empty();
        return await db.As(context, shown.TenantId, async tx =>
        {
            if (await SessionStore.Lock(tx, shown) is not { EndTime: null } row) return new Empty();
            SessionStore.End(tx, row.SessionId);
            tx.Audit("session.signed_out", "user", row.UserId, Ended(row.SessionId));
            return new Empty();
        });
    }
}
