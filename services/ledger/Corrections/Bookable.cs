using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Ledger.Corrections;

/// <summary>Which of many postings the books take: one that they refuse is no reason to keep the others back.</summary>
internal static class Bookable
{
    /// <summary>Tells the postings that can be booked, in their order, from those that are refused, each with the reason.</summary>
    public static (IReadOnlyList<Posting> Bookable, IReadOnlyList<(Posting Posting, string Reason)> Refused) Of(
        IReadOnlyList<WorkerAccount> accounts, IEnumerable<Posting> postings, DateTimeOffset now)
    {
        var standing = accounts.ToDictionary(a => a.WorkerId);
        var (bookable, refused) = (new List<Posting>(), new List<(Posting, string)>());
        foreach (var posting in postings)
        {
            try
            {
                var touched = posting.Lines.Select(l => l.WorkerId).OfType<Guid>().Select(id => standing[id]);
                foreach (var booked in Journal.Book(touched, [posting], now).Accounts) standing[booked.Account.WorkerId] = booked.Account;
                bookable.Add(posting);
            }
            catch (Refusal refusal)
            {
                refused.Add((posting, refusal.Reason.Name));
            }
        }

        return (bookable, refused);
    }
}
