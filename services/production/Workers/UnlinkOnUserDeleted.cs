using FactoryFlow.Events.Identity;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Production.Workers;

/// <summary>Nobody signs in as a worker any more whose user is gone; their work and their wages stay.</summary>
internal sealed class UnlinkOnUserDeleted : IFactHandler<UserDeleted>
{
    public static string Name => "unlink-on-user-deleted";

    public Action<IReadOnlyList<UserDeleted>> Plan(TenantTx tx, IReadOnlyList<UserDeleted> facts)
    {
        WorkerStore.TakeTurn(tx);
        var workers = WorkerStore.AskLinkable(tx, [.. facts.Select(f => f.UserId)], []);
        return fresh =>
        {
            var gone = fresh.Select(f => f.UserId).ToHashSet();
            foreach (var worker in workers.Rows.Where(w => w.UserId is { } user && gone.Contains(user))) WorkerStore.Link(tx, worker, null);
            DepartedUserStore.Keep(tx, [.. gone]);
        };
    }
}
