namespace FactoryFlow.Workflow.Timers;

/// <summary>Something that is to happen to an instance by itself.</summary>
/// <param name="TenantId">Whose instance.</param>
/// <param name="InstanceId">Which.</param>
/// <param name="Visit">For as long as it stays where this move led it; afterwards the timer means nothing.</param>
/// <param name="Purpose"><see cref="Wait" />, <see cref="Sla" />, <see cref="Ended" /> or <see cref="Left" />.</param>
/// <param name="Step">Of an SLA: 0 is the violation, a higher number the escalation of that number.</param>
/// <param name="Token">The token that stays there.</param>
/// <param name="DueTime">When.</param>
/// <param name="Attempts">How often it was taken to be fired, this time included.</param>
internal sealed record TimerRow(Guid TenantId, Guid InstanceId, int Visit, string Purpose, int Step, int Token, DateTimeOffset DueTime, int Attempts = 0)
{
    /// <summary>How often it is tried to fire one, within some four hours, before it is given up.</summary>
    public const int MostAttempts = 10;

    /// <summary>The stay is over; or it is too long.</summary>
    public const string Wait = "WAIT", Sla = "SLA";

    /// <summary>What the stay waits for has ended; or the stay is over, and what it waited for is to be cancelled.</summary>
    public const string Ended = "ENDED", Left = "LEFT";
}
