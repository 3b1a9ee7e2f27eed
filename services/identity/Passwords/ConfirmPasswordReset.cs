using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Sessions;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.Tokens;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Identity.Passwords;

internal sealed partial class PasswordService
{
    public override async Task<Empty> ConfirmPasswordReset(ConfirmPasswordResetRequest request, ServerCallContext context)
    {
        var check = new Check();
        check.That(request.Token.Length > 0, "token", "is required");
        var password = check.NewPassword("new_password", request.NewPassword);
        check.Done();
        var link = LinkStore.Read(request.Token);

        var hash = await HashFor(context, link, password);
        return await db.As(context, link.TenantId, async tx =>
        {
            var id = await LinkStore.Use(tx, MailKind.PasswordReset, link);
            var (slug, status) = (TenantStore.AskSlug(tx), TenantStore.AskStatus(tx));
            if (await UserStore.Find(tx, id) is not { IsActive: true } user) throw LinkStore.Invalid();
            TenantStore.RequireOpen(status);

            // A link to sign in that was mailed before begins no session behind the reset. It goes before the user is locked, as who uses one does.
            LinkStore.Forget(tx, MailKind.MagicLink, id);
            UserStore.KeepPassword(tx, id, hash);
            SessionStore.ForgetFailures(tx, SignInLock.SubjectOf(slug.First ?? "", user.Email));
            SessionStore.EndAll(tx, id);
            tx.Audit("user.password_reset", "user", id);
            return new Empty();
        });
    }

    // Hashing costs so much that only who shows a link in force makes us do it.
    private async Task<string> HashFor(ServerCallContext context, OpaqueToken link, string password)
    {
        if (await db.As(context, link.TenantId, tx => LinkStore.Find(tx, MailKind.PasswordReset, link)) is null) throw LinkStore.Invalid();
        using var place = await hashing.Take(context.CancellationToken);
        return await place.Hash(password);
    }
}
