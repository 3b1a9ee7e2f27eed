namespace FactoryFlow.Identity.Mail;

/// <summary>What our mails say in Spanish.</summary>
internal sealed class SpanishLetters : Letters
{
    private const string Ignore = "Si usted no lo pidió, no haga caso de este mensaje: no ocurre nada mientras no se abra el enlace.";

    public override Letter MagicLink(string? slug, string link) => new($"Inicie sesión en {NameOf(slug)}", $"""
        Alguien (esperamos que usted) pidió un enlace para iniciar sesión en {NameOf(slug)}:

        {link}

        Funciona una sola vez, durante {Within(MailKind.MagicLink)}. {Ignore}

        """);

    public override Letter PasswordReset(string? slug, string link) => new($"Una contraseña nueva para {NameOf(slug)}", $"""
        Alguien (esperamos que usted) olvidó la contraseña de {NameOf(slug)}. Elija una nueva aquí:

        {link}

        Funciona una sola vez, durante {Within(MailKind.PasswordReset)}, y termina todas las sesiones iniciadas con la anterior. {Ignore}

        """);

    public override Letter Invitation(string? slug, string link) => new($"Tiene una invitación de {NameOf(slug)}", $"""
        {NameOf(slug)} le envía una invitación. Elija aquí una contraseña, con la que iniciará sesión a partir de entonces:

        {link}

        Funciona una sola vez, durante {Within(MailKind.Invitation)}. Si no conoce {NameOf(slug)}, no haga caso de este mensaje: no ocurre nada mientras no se abra el enlace.

        """);

    public override Letter Signup(string? slug, string link) => new($"Confirme su dirección para {NameOf(slug)}", $"""
        Alguien (esperamos que usted) se registró en {NameOf(slug)} con esta dirección. Confirme que es suya:

        {link}

        Funciona una sola vez, durante {Within(MailKind.Signup)}. {Ignore}

        """);

    public override Letter SignupOfUser(string? slug) => new($"Ya tiene una cuenta en {NameOf(slug)}", $"""
        Alguien (esperamos que usted) se registró en {NameOf(slug)} con esta dirección, que ya tiene una cuenta. Inicie sesión con ella; si olvidó
        la contraseña, pida un enlace para elegir otra.

        Si no fue usted, no haga caso de este mensaje: no ha cambiado nada.

        """);

    protected override string NoticeSubject(string? slug) => $"Novedades de {NameOf(slug)}";

    protected override string NoticeSource(string? slug, string source) => $"Un flujo de trabajo de {NameOf(slug)} envió esto por sí solo: {source}";

    private static string Within(MailKind kind) => Within(kind, "horas", "minutos");
}
