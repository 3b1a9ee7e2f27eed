using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Roles;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using UserService = FactoryFlow.Identity.Users.UserService;

namespace FactoryFlow.Identity.Invitations;

internal sealed partial class InvitationService
{
    public override Task<Invitation> CreateInvitation(CreateInvitationRequest request, ServerCallContext context)
    {
        var check = new Check();
        var email = check.Email("email", request.Email);
        var name = check.Text("name", request.Name, 1, UserService.LongestName);
        var roles = UserService.CheckRoles(check, request.Roles);
        var vendor = UserService.CheckKind(check, request.Kind, request.VendorId);
        check.Done();

        return db.Write(context, request, async tx =>
        {
            var caller = context.Caller();
            UserStore.TakeTurn(tx);
            var (slug, found, known) = (TenantStore.AskSlug(tx), RoleStore.AskNamed(tx, roles), UserStore.AskGrants(tx, caller.Subject));
            var taken = await UserStore.FindByEmail(tx, email);
            var given = UserService.Pick(Guid.Empty, request.Kind, roles, found.Rows);
            var invitation = new InvitationRow(
                tx.NewId(), email, name, TokenFormat.NameOf(request.Kind), vendor, caller.Subject, UserId: null,
                tx.Now, tx.Now + Link.LifetimeOf(MailKind.Invitation), AcceptTime: null, RevokeTime: null, [.. given.Select(role => role.Name)]);
            var authority = Authority.Of(caller, known);
            authority.Require(invitation.ToUser(tx.TenantId, given, Guid.Empty, tx.Now).Rights().Effective, email);
            authority.RequireRoles(given);
            if (taken is not null) throw Reasons.UserEmailTaken.Refuse($"{email} is a user of the tenant already.", "email");

            InvitationStore.Add(tx, invitation, given);
            Mail(tx, slug.First, invitation, context.SpokenLanguage());
            tx.Audit("invitation.created", "invitation", invitation.Id, Changes.Between(null, invitation.ToAudited(tx)));
            return invitation.ToMessage(tx.Now);
        });
    }
}
