using FactoryFlow.AppHost;

namespace FactoryFlow.Bench;

/// <summary>The wages that are credited, of all tenants.</summary>
internal static class Credits
{
    /// <summary>How many there are.</summary>
    public static Task<long> Count(FactoryFlowSystem system) => system.Ask<long>("ledger", "select count(*) from entries");

    /// <summary>Waits until every completed paid step is credited.</summary>
    public static async Task All(FactoryFlowSystem system)
    {
        // What the raw transactions completed published nothing that the ledger would know.
        var completed = await system.Ask<long>("production", "select count(*) from audit_entries where action = 'job_step.completed'");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (await Count(system) < completed) await Task.Delay(100, limit.Token);
    }
}
