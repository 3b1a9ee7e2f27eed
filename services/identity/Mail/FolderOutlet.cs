using System.Globalization;
using System.Text;

namespace FactoryFlow.Identity.Mail;

/// <summary>Puts mails into a folder, a readable file each, for its owner alone.</summary>
internal sealed class FolderOutlet(string folder, TimeProvider clock) : IOutlet
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int LongestAddress = 80;

    public async Task Send(MailRow mail, Letter letter, CancellationToken ct)
    {
        try
        {
            var file = Path.Combine(Open(folder), NameOf(mail));
            var draft = $"{file}.draft";
            await using (var stream = Create(draft))
                await stream.WriteAsync(Encoding.UTF8.GetBytes(TextOf(mail, letter, clock.GetUtcNow())), ct);
            // Whoever watches the folder sees whole mails only.
            File.Move(draft, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UndeliverableException(e.GetType().Name, isFinal: false, e);
        }
    }

    private static string Open(string folder) =>
        (OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute)).FullName;

    private static FileStream Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(file, options);
    }

    private static string NameOf(MailRow mail)
    {
        var address = string.Concat(mail.Recipient.Take(LongestAddress).Select(c => char.IsAsciiLetterOrDigit(c) || c is '@' or '.' or '-' or '_' ? c : '_'));
        var time = mail.CreateTime.UtcDateTime.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        return $"{time} {mail.KindText.ToLowerInvariant().Replace('_', '-')} {address} {mail.Id.ToString("N")[^8..]}.eml";
    }

    private static string TextOf(MailRow mail, Letter letter, DateTimeOffset now) => $"""
        From: FactoryFlow <no-reply@factoryflow.localhost>
        To: {mail.Recipient}
        Subject: {letter.Subject}
        Date: {now.UtcDateTime.ToString("r", CultureInfo.InvariantCulture)}
        Message-ID: <{mail.Id}@factoryflow.localhost>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        {letter.Text}
        """.ReplaceLineEndings("\r\n");
}
