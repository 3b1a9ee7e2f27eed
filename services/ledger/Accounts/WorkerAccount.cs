namespace FactoryFlow.Ledger.Accounts;

/// <summary>
/// What is owed to a worker. The rules are pure; a balance above zero is owed to the worker, one below is an advance that the
/// worker holds. Whatever the history, the open part of the earnings is the balance when that is above zero, and nothing else.
/// </summary>
/// <param name="WorkerId">The worker, and the account's id.</param>
/// <param name="Currency">ISO 4217 code; an account has one.</param>
/// <param name="Balance">The sum of the worker's lines.</param>
/// <param name="Sequence">How many lines the account has.</param>
/// <param name="LastHash">The hash of the last line, which the next one is chained to.</param>
/// <param name="LastBookedTime">When the last line was booked; the next one is not booked before it, whatever the clocks say.</param>
internal sealed record WorkerAccount(Guid WorkerId, string Currency, decimal Balance, long Sequence, byte[] LastHash, DateTimeOffset LastBookedTime)
{
    /// <summary>The largest balance, above or below zero, that the books can hold.</summary>
    public const decimal LargestBalance = 999_999_999_999_999.9999m;

    /// <summary>An account without a line.</summary>
    public static WorkerAccount Empty(Guid workerId, string currency) => new(workerId, currency, 0m, 0, LineHash.Start, DateTimeOffset.UnixEpoch);

    /// <summary>How much of an earning the advance that the worker holds covers at once.</summary>
    public decimal CoveredByAdvance(decimal earned) => Math.Clamp(-Balance, 0m, earned);
}
