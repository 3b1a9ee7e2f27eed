using FactoryFlow.Identity.Invitations;
using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.Signups;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.Tokens;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Mail;

/// <summary>Finds out who a mail is for, gives out its link and writes what it says.</summary>
internal sealed class LetterWriter(MailSettings settings, KeyEncryption encryption)
{
    /// <summary>The letter; null when there is nobody to write to, or the tenant is closed: a link into it would let nobody in.</summary>
    public async Task<Letter?> Write(TenantTx tx, MailRow mail)
    {
        var (slug, status) = (TenantStore.AskSlug(tx), TenantStore.AskStatus(tx));
        await tx.Flush();
        if (TenantStore.IsClosed(status)) return null;
        return mail.Kind switch
        {
            MailKind.PasswordReset or MailKind.MagicLink => await WriteToUser(tx, mail, slug.First),
            MailKind.Invitation => await WriteToInvited(tx, mail, mail.SubjectId!.Value, slug.First),
            MailKind.Signup => await WriteToCustomer(tx, mail, mail.SubjectId!.Value, slug.First),
            MailKind.Notification => await WrittenTo(tx, mail),
            _ => throw new ArgumentOutOfRangeException(nameof(mail), mail.Kind, "is written by nobody"),
        };
    }

    private async Task<Letter?> WriteToUser(TenantTx tx, MailRow mail, string? slug)
    {
        if (await UserStore.FindByEmail(tx, mail.Recipient) is not { IsActive: true } user) return null;
        var link = GiveOut(tx, mail, "user", user.Id, slug);
        var letters = Letters.For(user, mail);
        return mail.Kind is MailKind.MagicLink ? letters.MagicLink(slug, link) : letters.PasswordReset(slug, link);
    }

    private async Task<Letter?> WriteToInvited(TenantTx tx, MailRow mail, Guid id, string? slug)
    {
        var found = InvitationStore.Ask(tx, id);
        await tx.Flush();
        if (found.First?.Open(tx.Personal).StatusAt(tx.Now) is not Invitation.Types.Status.Pending) return null;
        return Letters.For(null, mail).Invitation(slug, GiveOut(tx, mail, "invitation", id, slug));
    }

    // Who has an account already is told, and nobody else is: whoever signed up with the address cannot tell the two apart.
    private async Task<Letter?> WriteToCustomer(TenantTx tx, MailRow mail, Guid id, string? slug)
    {
        if (await UserStore.FindByEmail(tx, mail.Recipient) is not { } user) return Letters.For(null, mail).Signup(slug, GiveOut(tx, mail, "signup", id, slug));
        SignupStore.Forget(tx, id);
        return user.IsActive ? Letters.For(user, mail).SignupOfUser(slug) : null;
    }

    // What it says is sealed since it was asked for. Who has been switched off or deleted since then hears nothing.
    private async Task<Letter?> WrittenTo(TenantTx tx, MailRow mail)
    {
        if (mail.SubjectId is { } user && await UserStore.Find(tx, user) is not { IsActive: true }) return null;
        return Letter.Open(encryption, mail.Id, mail.SealedLetter!);
    }

    private string GiveOut(TenantTx tx, MailRow mail, string entity, Guid subject, string? slug)
    {
        var token = OpaqueToken.New(tx.TenantId);
        LinkStore.Replace(tx, mail.Kind, subject, token);
        tx.Audit($"{mail.KindText.ToLowerInvariant()}.given_out", entity, subject, new Json($$$"""{"after":{"mailId":"{{{mail.Id}}}"}}"""));
        return Link.Address(settings.LinkBase, mail.Kind, slug, token);
    }
}
