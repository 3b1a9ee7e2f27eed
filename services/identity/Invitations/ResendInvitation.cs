using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using Status = FactoryFlow.Identity.V1.Invitation.Types.Status;

namespace FactoryFlow.Identity.Invitations;

internal sealed partial class InvitationService
{
    public override Task<Invitation> ResendInvitation(ResendInvitationRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("invitation_id", request.InvitationId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var caller = context.Caller();
            UserStore.TakeTurn(tx);
            var (slug, found, given) = (TenantStore.AskSlug(tx), InvitationStore.Ask(tx, id), InvitationStore.AskRoles(tx, id));
            var known = UserStore.AskGrants(tx, caller.Subject);
            await tx.Flush();
            var before = found.First?.Open(tx.Personal) ?? throw NotFound(id);
            if (before.StatusAt(tx.Now) is Status.Accepted or Status.Revoked)
                throw Reasons.InvitationEnded.Refuse("The invitation was accepted, or taken back. Invite somebody anew.");
            var authority = Authority.Of(caller, known);
            authority.Require(before.ToUser(tx.TenantId, given.Rows, Guid.Empty, tx.Now).Rights().Effective, before.Email);
            authority.RequireRoles(given.Rows);

            var after = before with { InviterId = caller.Subject, ExpireTime = tx.Now + Link.LifetimeOf(MailKind.Invitation) };
            InvitationStore.Save(tx, after);
            Mail(tx, slug.First, after, context.SpokenLanguage());
            tx.Audit("invitation.resent", "invitation", id, Changes.Between(before.ToAudited(tx), after.ToAudited(tx)));
            return after.ToMessage(tx.Now);
        });
    }
}
