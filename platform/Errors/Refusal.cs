namespace FactoryFlow.Platform.Errors;

/// <summary>A call that is refused for a <see cref="Errors.Reason" />; nothing of it is kept.</summary>
public sealed class Refusal : Exception
{
    internal Refusal(Reason reason, string message, IReadOnlyList<FieldFault> faults)
        : base(message)
    {
        Reason = reason;
        Faults = faults;
    }

    /// <summary>Why.</summary>
    public Reason Reason { get; }

    /// <summary>Whether it is one for good: what is UNAVAILABLE may be done by a later attempt, or by another process.</summary>
    public bool IsFinal => Reason != CommonReasons.Unavailable;

    /// <summary>The fields at fault; empty when it is not about fields.</summary>
    public IReadOnlyList<FieldFault> Faults { get; }

    /// <summary>When the same call may pass; null when waiting alone does not help. HTTP says it as Retry-After.</summary>
    public TimeSpan? RetryAfter { get; internal init; }
}
