using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Ledger.Wages;

/// <summary>Credits the wage of each completed step, once: the inbox leaves out what was handled, the entries' source what the inbox forgot.</summary>
internal sealed class CreditOnJobStepCompleted : IFactHandler<JobStepCompleted>
{
    public static string Name => "credit-on-job-step-completed";

    public Action<IReadOnlyList<JobStepCompleted>> Plan(TenantTx tx, IReadOnlyList<JobStepCompleted> facts)
    {
        var workers = facts.DistinctBy(f => f.WorkerId).OrderBy(f => f.WorkerId).ToList();
        AccountStore.Open(tx, [.. workers.Select(f => f.WorkerId)], [.. workers.Select(f => f.Currency)]);
        var accounts = AccountStore.AskLocked(tx, [.. workers.Select(f => f.WorkerId)]);
        var posted = EntryStore.AskPosted(tx, [.. facts.Select(f => Wage.SourceOf(f.StepId))]);

        return fresh =>
        {
            var known = posted.Rows.ToHashSet();
            var wages = fresh.Select(f => Wage.Of(f, tx.NewId())).OfType<Posting>().Where(p => known.Add(p.Source));
            EntryStore.Post(tx, Journal.Book(accounts.Rows, wages));
        };
    }
}
