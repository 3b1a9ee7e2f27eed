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
        var slug = request.Tenant.Length == 0 ? "" : check.Text("tenant", request.Tenant, 1, 63).ToLowerInvariant();
        var email = check.Email("email", request.Email);
        var password = check.GivenPassword("password", request.Password);
        check.Done();

        using var place = await hashing.Take(context.CancellationToken);
        var attempt = await Look(context, slug, email);
        var match = await place.Match(attempt.User?.PasswordHash, password);
        if (match is PasswordMatch.None || attempt.User is not { IsActive: true } user) throw await Fail(context, attempt);

        var rehashed = match is PasswordMatch.Outdated ? await place.Hash(password) : null;
        return await Succeed(context, attempt, user, rehashed);
    }

    // An unknown tenant is looked for among the platform's people under an address that nobody has, so that it takes as long as any other.
    private async Task<Attempt> Look(ServerCallContext context, string slug, string email)
    {
        var subject = SignInLock.SubjectOf(slug, email);
        var known = slug.Length == 0 ? Guid.Empty : await db.Through(context, Door.SignIn, tx => TenantStore.Find(tx, slug));
        return await db.As(context, known ?? Guid.Empty, async tx =>
        {
            var failures = SessionStore.AskFailures(tx, subject);
            var user = await UserStore.FindByEmail(tx, known is null ? "" : email);
            if (failures.First?.IsLocked(tx.Now) == true) throw Locked();
            return new Attempt(tx.TenantId, subject, user);
        });
    }

    // Written down whether or not the client still waits: hanging up must not make a guess uncounted.
    private async Task<Refusal> Fail(ServerCallContext context, Attempt attempt)
    {
        await db.As(context, attempt.TenantId, async tx =>
        {
            var failures = await SessionStore.CountFailure(tx, attempt.Subject);
            var user = attempt.User?.Id ?? Guid.Empty;
            tx.Audit("session.sign_in_refused", "user", user, new Json($$"""{"failures":{{failures}}}"""));
            if (failures == SignInLock.Failures) tx.Audit("user.locked", "user", user);
            return failures;
        }, CancellationToken.None);
        return Reasons.SignInRefused.Refuse("The tenant, the e-mail address or the password is not right.");
    }

    private Task<Session> Succeed(ServerCallContext context, Attempt attempt, UserRow user, string? rehashed) =>
        db.As(context, attempt.TenantId, async tx =>
        {
            // Guesses that ran beside this one may have locked the account since it was looked up.
            var failures = SessionStore.AskFailures(tx, attempt.Subject);
            var (roles, permissions) = UserStore.AskGrants(tx, user.Id);
            await tx.Flush();
            if (failures.First?.IsLocked(tx.Now) == true) throw Locked();

            var (session, token) = (tx.NewId(), RefreshToken.New(tx.TenantId));
            SessionStore.ForgetFailures(tx, attempt.Subject);
            if (rehashed is not null) UserStore.KeepPassword(tx, user.Id, rehashed);
            SessionStore.Begin(tx, session, user.Id, token);
            tx.Audit("session.began", "user", user.Id, Naming(session));
            return Answer(user.With(tx.TenantId, roles.Rows, permissions.Rows), session, token, tx.Now);
        });

    private static Refusal Locked() =>
        Reasons.AccountLocked.Refuse($"Sign-in with this address is locked after {SignInLock.Failures} failures. Try again in {SignInLock.Duration.TotalMinutes} minutes.");

    /// <summary>A sign-in that is under way: whose it may be, and what a failure is counted on.</summary>
    private sealed record Attempt(Guid TenantId, byte[] Subject, UserRow? User);
}
