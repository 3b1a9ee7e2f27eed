namespace FactoryFlow.Identity.Mail;

/// <summary>How mail leaves: by an SMTP server, or into a folder.</summary>
/// <param name="LinkBase">What links begin with; <c>{tenant}</c> in it stands for the slug.</param>
/// <param name="Directory">The folder; null with a server.</param>
/// <param name="Smtp">The server; null with a folder.</param>
internal sealed record MailSettings(string LinkBase, string? Directory, SmtpSettings? Smtp)
{
    private const string DevelopmentLinkBase = "http://localhost:8080";

    /// <exception cref="InvalidOperationException">Something is missing or wrong: a mail that nobody can send must not be found out by who waits for it.</exception>
    public static MailSettings From(IConfiguration configuration, IHostEnvironment environment)
    {
        var mail = configuration.GetSection("Mail");
        var smtp = SmtpSettings.From(mail.GetSection("Smtp"));
        var directory = smtp is null && mail["Directory"] is { Length: > 0 } given ? given : null;
        if (smtp is null && directory is null)
        {
            throw new InvalidOperationException(
                "Mail cannot be sent: set Mail__Smtp__Host and Mail__Smtp__From, or Mail__Directory to a folder that mails are put into instead.");
        }

        var links = mail["LinkBase"] is { Length: > 0 } configured ? configured
            : environment.IsDevelopment() ? DevelopmentLinkBase
            : throw new InvalidOperationException("Mailed links need an address: set Mail__LinkBase, such as https://{tenant}.example.com.");
        if (!Uri.TryCreate(links.Replace("{tenant}", "tenant", StringComparison.Ordinal), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Query.Length + address.Fragment.Length > 0)
            throw new InvalidOperationException("Mail__LinkBase must be an http or https address without a query, such as https://{tenant}.example.com.");
        return new MailSettings(links.TrimEnd('/'), directory, smtp);
    }
}
