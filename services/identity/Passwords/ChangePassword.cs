using FactoryFlow.Identity.Sessions;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Identity.Passwords;

internal sealed partial class PasswordService
{
    public override async Task<Empty> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        var check = new Check();
        var current = check.GivenPassword("current_password", request.CurrentPassword);
        var password = check.NewPassword("new_password", request.NewPassword);
        check.Done();

        var caller = context.Caller();
        // Compared behind the claim of the idempotency key: a repeated call would find the current password changed.
        using var place = await hashing.Take(context.CancellationToken);
        return await db.Write(context, request, async tx =>
        {
            var slug = TenantStore.AskSlug(tx);
            if (await UserStore.Find(tx, caller.Subject) is not { IsActive: true } user) throw Reasons.UserNotFound.Refuse("The user who calls is there no longer.");
            var subject = SignInLock.SubjectOf(slug.First ?? "", user.Email);
            if (await SessionStore.FindLock(tx, subject) is { } wait) throw SignInLock.Refuse(wait);
            if (await place.Match(user.PasswordHash, current) is PasswordMatch.None) throw await Fail(context, user.Id, subject);

            var hash = await place.Hash(password);
            var still = UserStore.AskPassword(tx, user.Id);
            await tx.Flush();
            // Somebody else changed or reset it while this was compared: the one that was given is not the current one any more.
            if (still.First != user.PasswordHash) throw Reasons.PasswordWrong.Refuse("The current password is not right.", "current_password");
            UserStore.KeepPassword(tx, user.Id, hash);
            SessionStore.ForgetFailures(tx, subject);
            SessionStore.EndAll(tx, user.Id, spared: caller.SessionId);
            tx.Audit("user.password_changed", "user", user.Id);
            return new Empty();
        });
    }

    // Whoever holds a stolen token guesses no more passwords with it than without. Kept although the call is refused.
    private async Task<Refusal> Fail(ServerCallContext context, Guid user, byte[] subject)
    {
        await db.As(context, context.Caller().TenantId, async tx =>
        {
            await SignInFailure.WriteDown(tx, subject, user, "user.password_change_refused");
            return true;
        }, CancellationToken.None);
        return Reasons.PasswordWrong.Refuse("The current password is not right.", "current_password");
    }
}
