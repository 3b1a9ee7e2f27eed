using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Sessions;

internal sealed partial class SessionService
{
    public override async Task<Session> SignIn(SignInRequest request, ServerCallContext context)
    {
        var check = new Check();
        var slug = check.TypedSlug("tenant", request.Tenant);
        var email = check.Email("email", request.Email);
        var password = check.GivenPassword("password", request.Password);
        check.Done();

        using var place = await hashing.Take(context.CancellationToken);
        var attempt = await Look(context, slug, email);
        // What was tried while it was locked must be kept, so the refusal comes after the commit.
        if (attempt.LockedFor is { } wait) throw SignInLock.Refuse(wait);
        var match = await place.Match(attempt.User?.PasswordHash, password);
        if (match is PasswordMatch.None || attempt.User is not { IsActive: true } user) throw await Fail(context, attempt);

        var rehashed = match is PasswordMatch.Outdated ? await place.Hash(password) : null;
        return await Succeed(context, attempt, user, rehashed);
    }

    // An unknown tenant is looked for among the platform's people under an address that nobody has, so that it takes as long as any other.
    private async Task<Attempt> Look(ServerCallContext context, string slug, string email)
    {
        var subject = SignInLock.SubjectOf(slug, email);
        var known = await TenantStore.FindTyped(db, context, slug);
        return await db.As(context, known ?? Guid.Empty, async tx =>
        {
            var failures = SessionStore.AskFailures(tx, subject);
            var user = await UserStore.FindByEmail(tx, known is null ? "" : email);
            var locked = failures.First?.LockedFor(tx.Now);
            if (locked is not null) tx.Audit("session.sign_in_refused", "user", user?.Id ?? Guid.Empty, new Json("""{"after":{"isLocked":true}}"""));
            return new Attempt(tx.TenantId, subject, user, locked);
        });
    }

    // Written down whether or not the client still waits: hanging up must not make a guess uncounted.
    private async Task<Refusal> Fail(ServerCallContext context, Attempt attempt)
    {
        await db.As(context, attempt.TenantId, async tx =>
        {
            await SignInFailure.WriteDown(tx, attempt.Subject, attempt.User?.Id, "session.sign_in_refused");
            return true;
        }, CancellationToken.None);
        return Refused();
    }

    private Task<Session> Succeed(ServerCallContext context, Attempt attempt, UserRow user, string? rehashed) =>
        db.As(context, attempt.TenantId, async tx =>
        {
            // Guesses that ran beside this one may have locked the account since it was looked up.
            var failures = SessionStore.AskFailures(tx, attempt.Subject);
            var password = UserStore.AskPassword(tx, user.Id);
            var (grants, status) = (UserStore.AskGrants(tx, user.Id), TenantStore.AskStatus(tx));
            await tx.Flush();
            if (failures.First?.LockedFor(tx.Now) is { } wait) throw SignInLock.Refuse(wait);
            // Or the password was changed or reset, which ends sessions: this one must not begin behind it.
            if (password.First != user.PasswordHash) throw Refused();
            // Or somebody has deactivated or deleted them.
            if (grants.Find(user.Id) is not { IsActive: true } current) throw Refused();
            TenantStore.RequireOpen(status);

            SessionStore.ForgetFailures(tx, attempt.Subject);
            if (rehashed is not null) UserStore.KeepPassword(tx, user.Id, rehashed);
            return Begin(tx, context, current);
        });

    private static Refusal Refused() => Reasons.SignInRefused.Refuse("The tenant, the e-mail address or the password is not right.");

    /// <summary>A sign-in that is under way: whose it may be, what a failure is counted on, and for how long it is locked.</summary>
    private sealed record Attempt(Guid TenantId, byte[] Subject, UserRow? User, TimeSpan? LockedFor);
}
