using FactoryFlow.Identity.Sessions;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Users;

internal sealed partial class UserService
{
    public override Task<UnlockUserResponse> UnlockUser(UnlockUserRequest request, ServerCallContext context)
    {
        var (caller, check) = (context.Caller(), new Check());
        var id = check.Id("user_id", request.UserId);
        var tenant = request.TenantId.Length == 0 ? caller.TenantId : check.Id("tenant_id", request.TenantId);
        check.Done();
        if (tenant != caller.TenantId && caller.Kind != Kind.Platform) throw NotFound(id);
        return db.Write(context, tenant, request, async tx =>
        {
            var slug = TenantStore.AskSlug(tx);
            var user = await UserStore.Find(tx, id) ?? throw NotFound(id);
            var subject = SignInLock.SubjectOf(slug.First ?? "", user.Email);
            var isLocked = await SessionStore.FindLock(tx, subject) is not null;
            if (!isLocked) return new UnlockUserResponse { WasLocked = false };
            SessionStore.ForgetFailures(tx, subject);
            tx.Audit("user.unlocked", "user", id);
            return new UnlockUserResponse { WasLocked = true };
        });
    }
}
