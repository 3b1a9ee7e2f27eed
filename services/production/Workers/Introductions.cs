using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Workers;

/// <summary>What becomes of users of the staff whom production hears of: the workers who have their addresses are linked with them.</summary>
internal static class Introductions
{
    /// <summary>Queues what decides it; what is answered links those who are really new.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="facts">What is heard.</param>
    /// <param name="memberOf">Whom of the staff a fact is about; null when it makes no link.</param>
    public static Action<IReadOnlyList<TFact>> Plan<TFact>(TenantTx tx, IReadOnlyList<TFact> facts, Func<TFact, StaffMember?> memberOf)
    {
        var people = facts.Select(memberOf).OfType<StaffMember>().ToList();
        var (users, emails) = (people.Select(p => p.UserId).ToArray(), people.Select(p => p.Email).ToArray());
        WorkerStore.TakeTurn(tx);
        var workers = WorkerStore.AskLinkable(tx, users, emails);
        var departed = DepartedUserStore.Ask(tx, users);
        return fresh =>
        {
            foreach (var link in WorkerLink.Between(workers.Rows, fresh.Select(memberOf).OfType<StaffMember>().Where(p => !departed.Rows.Contains(p.UserId)))) WorkerStore.Link(tx, link.Worker, link.UserId);
        };
    }
}
