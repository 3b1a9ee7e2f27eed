namespace FactoryFlow.Ledger.Accounts;

/// <summary>
/// What is owed to a worker. The rules are pure; a balance above zero is owed to the worker, one below is an advance that the
/// worker holds. Whatever the history, the open part of the earnings is the balance when that is above zero, and nothing else.
/// </summary>
/// <param name="WorkerId">The worker, and the account's id.</param>
/// <param name="Currency">ISO 4217 code; an account has one.</param>
/// <param name="Balance">The sum of the worker's lines.</param>
/// <param name="Sequence">How many lines the account has.</param>
internal sealed record WorkerAccount(Guid WorkerId, string Currency, decimal Balance, long Sequence)
{
    /// <summary>The account after one more line of <paramref name="amount" />, credits above zero.</summary>
    public WorkerAccount After(decimal amount) => this with { Balance = Balance + amount, Sequence = Sequence + 1 };

    /// <summary>How much of an earning the advance that the worker holds covers at once.</summary>
    public decimal CoveredByAdvance(decimal earned) => Math.Clamp(-Balance, 0m, earned);
}
