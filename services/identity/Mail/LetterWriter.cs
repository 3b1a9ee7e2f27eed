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
internal sealed class LetterWriter(MailSettings settings)
{
    /// <summary>The letter; null when there is nobody to write to, or the tenant is closed: a link into it would let nobody in.</summary>
    public async Task<Letter?> Write(TenantTx tx, MailRow mail)
    {
        var status = TenantStore.AskStatus(tx);
        await tx.Flush();
        return TenantStore.IsClosed(status) ? null : await WriteOpen(tx, mail);
    }

    private Task<Letter?> WriteOpen(TenantTx tx, MailRow mail) => mail.Kind switch
    {
        MailKind.PasswordReset or MailKind.MagicLink => WriteToUser(tx, mail),
        MailKind.Invitation => WriteToInvited(tx, mail, mail.SubjectId!.Value),
        MailKind.Signup => WriteToCustomer(tx, mail, mail.SubjectId!.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(mail), mail.Kind, "is written by nobody"),
    };

    private async Task<Letter?> WriteToUser(TenantTx tx, MailRow mail)
    {
        var slug = TenantStore.AskSlug(tx);
        if (await UserStore.FindByEmail(tx, mail.Recipient) is not { IsActive: true } user) return null;
        var link = GiveOut(tx, mail, "user", user.Id, slug.First);
        return mail.Kind is MailKind.MagicLink ? Letters.MagicLink(slug.First, link) : Letters.PasswordReset(slug.First, link);
    }

    private async Task<Letter?> WriteToInvited(TenantTx tx, MailRow mail, Guid id)
    {
        var (slug, found) = (TenantStore.AskSlug(tx), InvitationStore.Ask(tx, id));
        await tx.Flush();
        if (found.First?.Open(tx.Personal).StatusAt(tx.Now) is not Invitation.Types.Status.Pending) return null;
        return Letters.Invitation(slug.First, GiveOut(tx, mail, "invitation", id, slug.First));
    }

    // Who has an account already is told, and nobody else is: whoever signed up with the address cannot tell the two apart.
    private async Task<Letter?> WriteToCustomer(TenantTx tx, MailRow mail, Guid id)
    {
        var slug = TenantStore.AskSlug(tx);
        if (await UserStore.FindByEmail(tx, mail.Recipient) is not { } user) return Letters.Signup(slug.First, GiveOut(tx, mail, "signup", id, slug.First));
        SignupStore.Forget(tx, id);
        return user.IsActive ? Letters.SignupOfUser(slug.First) : null;
    }

    private string GiveOut(TenantTx tx, MailRow mail, string entity, Guid subject, string? slug)
    {
        var token = OpaqueToken.New(tx.TenantId);
        LinkStore.Replace(tx, mail.Kind, subject, token);
        tx.Audit($"{mail.KindText.ToLowerInvariant()}.given_out", entity, subject, new Json($$$"""{"after":{"mailId":"{{{mail.Id}}}"}}"""));
        return Link.Address(settings.LinkBase, mail.Kind, slug, token);
    }
}
