using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Identity.Invitations;

/// <summary>The RPCs on people who are invited, one file each.</summary>
internal sealed partial class InvitationService(TenantDb db, HashingQueue hashing, Newcomers newcomers) : V1.InvitationService.InvitationServiceBase
{
    private static Refusal NotFound(Guid id) => Reasons.InvitationNotFound.Refuse($"There is no invitation {id}.");

    // Who is invited has chosen no language yet: the one of whoever invites them is the best guess.
    private static void Mail(TenantTx tx, string? slug, InvitationRow invitation, string? language) =>
        MailStore.Add(tx, MailKind.Invitation, MailStore.AskedOf(MailKind.Invitation, slug ?? "", invitation.Email), invitation.Email, invitation.Id, language);
}
