using FactoryFlow.Platform.Data;

namespace FactoryFlow.Platform.Tenants;

/// <summary>What happens by itself at its time in a service, and so has to be waited for when the clock of a sandbox is moved on.</summary>
public interface IDueWork
{
    /// <summary>Asks when the next of it is due for the transaction's tenant; null, or no row, when there is none.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="withTaken">With what somebody has taken to do it.</param>
    Answer<DateTimeOffset?> AskNext(TenantTx tx, bool withTaken);

    /// <summary>Does some of what is due by now for a tenant; what somebody else has taken is left to them.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="ct">Ends the wait, and nothing that has begun.</param>
    Task DoSome(Guid tenant, CancellationToken ct);
}
