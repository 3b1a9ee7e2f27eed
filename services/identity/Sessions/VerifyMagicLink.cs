using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Sessions;

internal sealed partial class SessionService
{
    public override async Task<Session> VerifyMagicLink(VerifyMagicLinkRequest request, ServerCallContext context)
    {
        var check = new Check();
        check.That(request.Token.Length > 0, "token", "is required");
        check.Done();
        var link = LinkStore.Read(request.Token);
        return await db.As(context, link.TenantId, async tx =>
        {
            // Failed passwords neither stop it nor are forgotten by it: it proves the address, and they may be somebody else's.
            var id = await LinkStore.Use(tx, MailKind.MagicLink, link);
            // Whoever changes the user has been waited for, or waits: what ends every session ends this one, or is seen here.
            UserStore.AskPassword(tx, id);
            var (grants, status) = (UserStore.AskGrants(tx, id), TenantStore.AskStatus(tx));
            await tx.Flush();
            TenantStore.RequireOpen(status);
            return Begin(tx, context, grants.Find(id) is { IsActive: true } user ? user : throw LinkStore.Invalid());
        });
    }
}
