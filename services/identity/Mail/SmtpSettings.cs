using System.Globalization;
using System.Net.Mail;

namespace FactoryFlow.Identity.Mail;

/// <summary>An SMTP server. TLS is STARTTLS, which servers speak on the port for submission, 587.</summary>
internal sealed record SmtpSettings(string Host, int Port, MailAddress Sender, bool UseTls, string? User, string? Password)
{
    private const string Submission = "587";

    /// <summary>The configured server; null when none is.</summary>
    /// <exception cref="InvalidOperationException">Something is missing or wrong.</exception>
    public static SmtpSettings? From(IConfigurationSection smtp)
    {
        if (smtp["Host"] is not { Length: > 0 } host) return null;
        if (!int.TryParse(smtp["Port"] ?? Submission, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65535)
            throw new InvalidOperationException("Mail__Smtp__Port must be a port, such as 587.");
        if (!MailAddress.TryCreate(smtp["From"], out var sender))
            throw new InvalidOperationException("Mail__Smtp__From must be the address that mails come from, such as FactoryFlow <no-reply@example.com>.");
        if (!bool.TryParse(smtp["UseTls"] ?? bool.TrueString, out var useTls))
            throw new InvalidOperationException("Mail__Smtp__UseTls must be true or false.");
        var (user, password) = (smtp["User"], smtp["Password"]);
        if (string.IsNullOrEmpty(user) != string.IsNullOrEmpty(password))
            throw new InvalidOperationException("Mail__Smtp__User and Mail__Smtp__Password go together.");
        if (!string.IsNullOrEmpty(user) && !useTls)
            throw new InvalidOperationException("Mail__Smtp__Password would go over the network for all to read: leave Mail__Smtp__UseTls on.");
        return new SmtpSettings(host, port, sender, useTls, user, password);
    }

    // A password must not reach a log by being formatted.
    public override string ToString() => $"{Host}:{Port}";
}
