using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Workers;

/// <summary>What becomes of users of the staff whom production hears of: the workers who have their addresses are linked with them.</summary>
internal static class Introductions
{
    /// <summary>Queues what decides it; what is answered links those who are really new.</summary>
    public static Action<IEnumerable<StaffMember>> Plan(TenantTx tx, IReadOnlyCollection<StaffMember> people)
    {
        var (users, emails) = (people.Select(p => p.UserId).ToArray(), people.Select(p => p.Email).ToArray());
        WorkerStore.TakeTurn(tx);
        var workers = WorkerStore.AskLinkable(tx, users, emails);
        var departed = DepartedUserStore.Ask(tx, users);
        return fresh =>
        {
            foreach (var link in WorkerLink.Between(workers.Rows, fresh.Where(p => !departed.Rows.Contains(p.UserId)))) WorkerStore.Link(tx, link.Worker, link.UserId);
        };
    }
}
