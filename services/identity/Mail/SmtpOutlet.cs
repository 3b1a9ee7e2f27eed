using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Security.Authentication;
using System.Text;

namespace FactoryFlow.Identity.Mail;

/// <summary>Sends mails by an SMTP server, a connection each.</summary>
internal sealed class SmtpOutlet(SmtpSettings settings) : IOutlet
{
    /// <summary>How long a server may take over one mail.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task Send(MailRow mail, Letter letter, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.UseTls, UseDefaultCredentials = false };
            if (settings.User is { Length: > 0 } user) client.Credentials = new NetworkCredential(user, settings.Password);
            using var message = Message(mail, letter);
            await client.SendMailAsync(message, limit.Token);
        }
        catch (SmtpException e)
        {
            // The number alone: what else a server says may repeat what it was told.
            throw new UndeliverableException($"SMTP {(int)e.StatusCode}", IsAboutTheAddress(e.StatusCode), e);
        }
        catch (FormatException e)
        {
            throw new UndeliverableException("not an address", isFinal: true, e);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or InvalidOperationException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new UndeliverableException(e.GetType().Name, isFinal: false, e);
        }
    }

    private MailMessage Message(MailRow mail, Letter letter) => new(settings.Sender, new MailAddress(mail.Recipient))
    {
        Subject = letter.Subject,
        SubjectEncoding = Encoding.UTF8,
        Body = letter.Text,
        BodyEncoding = Encoding.UTF8,
        BodyTransferEncoding = TransferEncoding.Base64,
        // A mail that is sent again, since nobody knows whether it arrived, is the same mail.
        Headers = { ["Message-ID"] = $"<{mail.Id}@{settings.Sender.Host}>", ["Auto-Submitted"] = "auto-generated" },
    };

    // Other refusals, such as a wrong password of ours, are the operator's to mend: the mail waits as long as its link counts.
    private static bool IsAboutTheAddress(SmtpStatusCode code) =>
        code is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.UserNotLocalTryAlternatePath or SmtpStatusCode.MailboxNameNotAllowed;
}
