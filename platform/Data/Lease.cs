namespace FactoryFlow.Platform.Data;

/// <summary>For how long whoever takes something that is due has it for itself, and so how long it rests when that fails.</summary>
public static class Lease
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30), Longest = TimeSpan.FromHours(1);

    /// <summary>The time of a lease, as a part of a statement: half a minute, and twice as long with each attempt that failed, up to an hour.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="attempts">The column that counts the attempts that failed so far.</param>
    public static Sql Until(TenantTx tx, Sql attempts) => $"{tx.RealNow} + least({First} * power(2, least({attempts}, 10)), {Longest})";
}
