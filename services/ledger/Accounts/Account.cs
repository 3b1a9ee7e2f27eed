namespace FactoryFlow.Ledger.Accounts;

/// <summary>The accounts that lines name.</summary>
internal static class Account
{
    /// <summary>What is owed to workers; each of its lines is one worker's.</summary>
    public const string WorkerPayable = "WORKER_PAYABLE";

    /// <summary>What wages cost.</summary>
    public const string WagesExpense = "WAGES_EXPENSE";

    /// <summary>What payments are taken from.</summary>
    public const string Cash = "CASH";

    /// <summary>What was gained since fewer units of the tenant's currency bought what was paid than were settled by it.</summary>
    public const string ExchangeGain = "EXCHANGE_GAIN";

    /// <summary>What was lost since it took more.</summary>
    public const string ExchangeLoss = "EXCHANGE_LOSS";

    private const string OwnMark = "OWN:";

    /// <summary>The account on the other side of a tenant's own type of entry; no type can be called so that it meets one of ours.</summary>
    public static string Own(string entryType) => OwnMark + entryType;
}
