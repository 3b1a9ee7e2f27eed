using FactoryFlow.Events.Identity;
using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.Tokens;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using Status = FactoryFlow.Identity.V1.Invitation.Types.Status;
using User = FactoryFlow.Identity.Users.User;

namespace FactoryFlow.Identity.Invitations;

internal sealed partial class InvitationService
{
    public override async Task<V1.User> AcceptInvitation(AcceptInvitationRequest request, ServerCallContext context)
    {
        var check = new Check();
        check.That(request.Token.Length > 0, "token", "is required");
        var password = check.NewPassword("password", request.Password);
        check.Done();
        var link = LinkStore.Read(request.Token);

        var hash = await HashFor(context, link, password);
        return await db.As(context, link.TenantId, async tx =>
        {
            UserStore.TakeTurn(tx);
            var id = await LinkStore.Use(tx, MailKind.Invitation, link);
            var (found, given, status) = (InvitationStore.Ask(tx, id), InvitationStore.AskRoles(tx, id), TenantStore.AskStatus(tx));
            await tx.Flush();
            TenantStore.RequireOpen(status);
            if (found.First?.Open(tx.Personal) is not { } before || before.StatusAt(tx.Now) is not Status.Pending) throw LinkStore.Invalid();
            var user = before.ToUser(tx.TenantId, given.Rows, tx.NewId(), tx.Now);
            await RequireHeld(tx, before, user);

            var message = await newcomers.Add(tx, user, hash, context.CancellationToken);
            var after = before with { AcceptTime = tx.Now, UserId = user.Id };
            InvitationStore.Save(tx, after);
            tx.Publish(new InvitationAccepted
            {
                EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, InvitationId = id, UserId = user.Id, InviterId = before.InviterId,
            });
            tx.Audit("invitation.accepted", "invitation", id, Changes.Between(before.ToAudited(tx), after.ToAudited(tx)));
            return message;
        });
    }

    // What they may hand on is asked again: it may have become less since they invited, and what the roles grant more.
    private static async Task RequireHeld(TenantTx tx, InvitationRow invitation, User user)
    {
        var inviter = invitation.InviterId ?? Guid.Empty;
        var known = UserStore.AskGrants(tx, inviter);
        await tx.Flush();
        if (known.Find(inviter) is not { IsActive: true } person || person.Rights().Effective.Lacks(user.Rights().Effective) is not null || !MayGive(person, user.Roles))
            throw Reasons.LinkInvalid.Refuse("Whoever invited you may not give what the invitation does any longer. Ask for another one.", "token");
    }

    private static bool MayGive(User person, IReadOnlyList<UserRoleRow> roles) =>
        person.Rights().Effective.IsEverything || roles.All(role => person.Roles.Any(had => had.RoleId == role.RoleId));

    // Hashing costs so much that only who shows a link in force makes us do it.
    private async Task<string> HashFor(ServerCallContext context, OpaqueToken link, string password)
    {
        if (await db.As(context, link.TenantId, tx => LinkStore.Find(tx, MailKind.Invitation, link)) is null) throw LinkStore.Invalid();
        using var place = await hashing.Take(context.CancellationToken);
        return await place.Hash(password);
    }
}
