using FactoryFlow.Platform.Data;

namespace FactoryFlow.Platform.Tenants;

/// <summary>What happens by itself at its time in a service, and so has to be waited for when the clock of a sandbox is moved on.</summary>
public interface IDueWork
{
    /// <summary>Asks when the next of it is due for the transaction's tenant; null, or no row, when there is none.</summary>
    Answer<DateTimeOffset?> AskNext(TenantTx tx);

    /// <summary>Does some of what is due by now, whosever it is; what another process has taken is left to that.</summary>
    Task DoSome(CancellationToken ct);
}
