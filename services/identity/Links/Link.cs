using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Tokens;

namespace FactoryFlow.Identity.Links;

/// <summary>The rules of mailed links.</summary>
internal static class Link
{
    /// <summary>How long a link of a kind counts.</summary>
    public static TimeSpan LifetimeOf(MailKind kind) => kind switch
    {
        MailKind.PasswordReset => TimeSpan.FromMinutes(60),
        MailKind.MagicLink => TimeSpan.FromMinutes(15),
        MailKind.Invitation => TimeSpan.FromHours(72),
        MailKind.Signup => TimeSpan.FromHours(24),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "has no link"),
    };

    /// <summary>The link itself. The token stands behind #, which browsers send nowhere: neither to a server nor in a Referer.</summary>
    public static string Address(string linkBase, MailKind kind, string? slug, OpaqueToken token)
    {
        var page = kind switch
        {
            MailKind.PasswordReset => "password-reset",
            MailKind.MagicLink => "magic-link",
            MailKind.Invitation => "invitation",
            MailKind.Signup => "signup",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "has no link"),
        };
        // The platform's own people have no slug: theirs is the name before the first tenant's.
        return $"{linkBase.Replace("{tenant}", slug ?? "platform", StringComparison.Ordinal)}/{page}{(slug is null ? "" : $"?tenant={slug}")}#token={token.Text}";
    }
}
