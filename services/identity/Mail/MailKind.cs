namespace FactoryFlow.Identity.Mail;

/// <summary>What a mail is for. Each but the last carries a link that does one thing.</summary>
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

    /// <summary>Tells what a workflow of the tenant wants to be told; says what it says from the beginning, and carries no link.</summary>
    Notification,
}
