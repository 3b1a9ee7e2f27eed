namespace FactoryFlow.Identity.Mail;

/// <summary>What a mail is for; each carries a link that does one thing.</summary>
internal enum MailKind
{
    /// <summary>Chooses a new password.</summary>
    PasswordReset,

    /// <summary>Signs in.</summary>
    MagicLink,

    /// <summary>Makes who is invited a user.</summary>
    Invitation,

    /// <summary>Confirms the address of a customer who signed up.</summary>
    Signup,
}
