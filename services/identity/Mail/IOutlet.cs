namespace FactoryFlow.Identity.Mail;

/// <summary>Where mails leave the house.</summary>
internal interface IOutlet
{
    /// <summary>Hands a mail over.</summary>
    /// <exception cref="UndeliverableException">It could not be, now or ever.</exception>
    Task Send(MailRow mail, Letter letter, CancellationToken ct);
}

/// <summary>A mail could not be handed over.</summary>
/// <param name="fault">What happened, without a word of what the mail says.</param>
/// <param name="isFinal">Whether trying again is in vain.</param>
/// <param name="cause">What was thrown.</param>
internal sealed class UndeliverableException(string fault, bool isFinal, Exception cause) : Exception(fault, cause)
{
    public bool IsFinal { get; } = isFinal;
}
