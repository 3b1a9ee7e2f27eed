using FactoryFlow.Ledger.Accounts;

namespace FactoryFlow.Ledger.Payments;

/// <summary>
/// What a payment covers: the oldest earnings first, each as far as it goes; what is left over is an advance. An advance that
/// the worker already holds needs no pass of its own, since it covers each earning when that is credited.
/// </summary>
internal sealed record Settlement(IReadOnlyList<Cover> Covers, decimal Advance)
{
    /// <summary>Settles a payment.</summary>
    /// <param name="account">The account before the payment.</param>
    /// <param name="open">Its earnings that are not fully covered, oldest first.</param>
    /// <param name="amount">The payment, above zero.</param>
    /// <exception cref="InvalidOperationException">The open earnings are not the balance: the books are wrong, and nothing may be paid on them.</exception>
    public static Settlement Of(WorkerAccount account, IReadOnlyList<OpenEarning> open, decimal amount)
    {
        var owed = open.Sum(e => e.Open);
        if (owed != Math.Max(0m, account.Balance))
            throw new InvalidOperationException($"The open earnings of worker {account.WorkerId} are {owed}, the balance is {account.Balance}.");

        var left = amount;
        var covers = new List<Cover>();
        foreach (var earning in open)
        {
            if (left == 0m) break;
            var cover = Math.Min(left, earning.Open);
            covers.Add(new Cover(earning, cover));
            left -= cover;
        }

        return new Settlement(covers, left);
    }

    /// <summary>What went to each job, oldest first; null is what was not earned at a job.</summary>
    public IEnumerable<(Guid? JobId, decimal Amount)> ByJob() => Covers.GroupBy(c => c.Earning.JobId).Select(g => (g.Key, g.Sum(c => c.Amount)));
}

/// <summary>An earning that payments do not fully cover yet.</summary>
internal sealed record OpenEarning(long Sequence, Guid? JobId, decimal Earned, decimal Covered)
{
    /// <summary>What is still to be covered.</summary>
    public decimal Open => Earned - Covered;
}

/// <summary>How much of an earning a payment covers.</summary>
internal readonly record struct Cover(OpenEarning Earning, decimal Amount);
