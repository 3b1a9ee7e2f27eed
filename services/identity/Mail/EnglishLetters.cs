namespace FactoryFlow.Identity.Mail;

/// <summary>What our mails say in English.</summary>
internal sealed class EnglishLetters : Letters
{
    private const string Ignore = "If you did not ask for this, ignore it: nothing happens unless the link is opened.";

    public override Letter MagicLink(string? slug, string link) => new($"Sign in to {NameOf(slug)}", $"""
        Somebody, hopefully you, asked for a link to sign in to {NameOf(slug)}:

        {link}

        It works once, within {Within(MailKind.MagicLink)}. {Ignore}

        """);

    public override Letter PasswordReset(string? slug, string link) => new($"A new password for {NameOf(slug)}", $"""
        Somebody, hopefully you, forgot the password for {NameOf(slug)}. Choose a new one here:

        {link}

        It works once, within {Within(MailKind.PasswordReset)}, and ends every session that is signed in with the old one. {Ignore}

        """);

    public override Letter Invitation(string? slug, string link) => new($"You are invited to {NameOf(slug)}", $"""
        {NameOf(slug)} invites you. Choose a password here, with which you sign in from then on:

        {link}

        It works once, within {Within(MailKind.Invitation)}. If you do not know {NameOf(slug)}, ignore this: nothing happens unless the link is opened.

        """);

    public override Letter Signup(string? slug, string link) => new($"Confirm your address for {NameOf(slug)}", $"""
        Somebody, hopefully you, signed up with {NameOf(slug)} with this address. Confirm that it is yours:

        {link}

        It works once, within {Within(MailKind.Signup)}. {Ignore}

        """);

    public override Letter SignupOfUser(string? slug) => new($"You have an account with {NameOf(slug)}", $"""
        Somebody, hopefully you, signed up with {NameOf(slug)} with this address, which has an account already. Sign in with it; if you forgot
        the password, ask for a link to a new one.

        If it was not you, ignore this: nothing has changed.

        """);

    protected override string NoticeSubject(string? slug) => $"News from {NameOf(slug)}";

    protected override string NoticeSource(string? slug, string source) => $"A workflow of {NameOf(slug)} sent this by itself: {source}";

    private static string Within(MailKind kind) => Within(kind, "hours", "minutes");
}
