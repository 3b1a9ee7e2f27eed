namespace FactoryFlow.Identity.Mail;

/// <summary>What our mails say in French, which sets a colon off by a space that no line is broken at.</summary>
internal sealed class FrenchLetters : Letters
{
    private const string Colon = "\u00a0:";
    private const string Semicolon = "\u202f;";
    private const string Ignore = "Si vous ne l’avez pas demandé, ignorez ce message" + Colon + " rien ne se passe tant que le lien n’est pas ouvert.";

    public override Letter MagicLink(string? slug, string link) => new($"Connectez-vous à {NameOf(slug)}", $"""
        Quelqu’un (vous, espérons-le) a demandé un lien pour se connecter à {NameOf(slug)}{Colon}

        {link}

        Il fonctionne une seule fois, pendant {Within(MailKind.MagicLink)}. {Ignore}

        """);

    public override Letter PasswordReset(string? slug, string link) => new($"Un nouveau mot de passe pour {NameOf(slug)}", $"""
        Quelqu’un (vous, espérons-le) a oublié le mot de passe pour {NameOf(slug)}. Choisissez-en un nouveau ici{Colon}

        {link}

        Ce lien fonctionne une seule fois, pendant {Within(MailKind.PasswordReset)}, et met fin à toutes les sessions ouvertes avec l’ancien mot de passe. {Ignore}

        """);

    public override Letter Invitation(string? slug, string link) => new($"{NameOf(slug)} vous invite", $"""
        {NameOf(slug)} vous invite. Choisissez ici un mot de passe, avec lequel vous vous connecterez ensuite{Colon}

        {link}

        Ce lien fonctionne une seule fois, pendant {Within(MailKind.Invitation)}. Si vous ne connaissez pas {NameOf(slug)}, ignorez ce message{Colon} rien ne se passe tant que le lien n’est pas ouvert.

        """);

    public override Letter Signup(string? slug, string link) => new($"Confirmez votre adresse pour {NameOf(slug)}", $"""
        Quelqu’un (vous, espérons-le) s’est inscrit auprès de {NameOf(slug)} avec cette adresse. Confirmez qu’elle est à vous{Colon}

        {link}

        Ce lien fonctionne une seule fois, pendant {Within(MailKind.Signup)}. {Ignore}

        """);

    public override Letter SignupOfUser(string? slug) => new($"Vous avez déjà un compte auprès de {NameOf(slug)}", $"""
        Quelqu’un (vous, espérons-le) s’est inscrit auprès de {NameOf(slug)} avec cette adresse, qui a déjà un compte. Connectez-vous avec
        elle{Semicolon} si vous avez oublié le mot de passe, demandez un lien pour en choisir un nouveau.

        Si ce n’était pas vous, ignorez ce message{Colon} rien n’a changé.

        """);

    protected override string NoticeSubject(string? slug) => $"Des nouvelles de {NameOf(slug)}";

    protected override string NoticeSource(string? slug, string source) => $"Un flux de travail de {NameOf(slug)} a envoyé ceci de lui-même : {source}";

    private static string Within(MailKind kind) => Within(kind, "heures", "minutes");
}
