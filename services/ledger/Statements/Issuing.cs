using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using Grpc.Core;

namespace FactoryFlow.Ledger.Statements;

/// <summary>Gives a statement of a range out when it is asked for and the range is over: once, with one code.</summary>
internal static class Issuing
{
    private const long MostLines = 10_000;

    /// <summary>The statement of a range with its code; null while there is none to be given out.</summary>
    public static async Task<(IssuedStatement Issued, string Code)?> Issue(TenantDb db, ServerCallContext context, Guid workerId, StatementRange range)
    {
        var (isOver, issued) = await db.Read(context, async tx => (range.To <= tx.Now, await Issued(tx, workerId, range)));
        return issued is null && isOver ? await db.As(context, context.Caller().TenantId, tx => Issue(tx, workerId, range)) : issued;
    }

    private static async Task<(IssuedStatement Issued, string Code)?> Issue(TenantTx tx, Guid workerId, StatementRange range)
    {
        var accounts = AccountStore.AskLocked(tx, [workerId]);
        // Asked behind the lock: of two at once one finds what the other gave out, and what was being booked is there.
        var found = StatementStore.AskLines(tx, workerId, range);
        if (await Issued(tx, workerId, range) is { } known) return known;
        if (accounts.First is not { } account || found.First is not { } lines || lines.Last - lines.After > MostLines) return null;

        var content = await Content(tx, account.WorkerId, account.Currency, range, lines);
        var issued = IssuedStatement.Of(tx, content.Content, lines);
        var code = StatementContent.CodeOf(issued.Hash, content.Key);
        IssuedStatementStore.Add(tx, issued, code);
        tx.Audit("statement.issued", "statement", issued.Id);
        return (issued, code);
    }

    /// <summary>What the books say now in the lines of a statement, and the key that its code is made with.</summary>
    public static async Task<(StatementContent Content, Guid Key)> Content(TenantTx tx, Guid workerId, string currency, StatementRange range, LineRange lines)
    {
        var opening = StatementStore.AskLeft(tx, workerId, lines.After);
        var content = IssuedStatementStore.AskContent(tx, workerId, lines);
        var key = IssuedStatementStore.AskKey(tx, workerId);
        await tx.Flush();
        return (new StatementContent(workerId, currency, range, opening.First, content.Rows), key.First);
    }

    private static async Task<(IssuedStatement Issued, string Code)?> Issued(TenantTx tx, Guid workerId, StatementRange range)
    {
        var issued = IssuedStatementStore.Ask(tx, workerId, range);
        var key = IssuedStatementStore.AskKey(tx, workerId);
        await tx.Flush();
        return issued.First is { } known ? (known, StatementContent.CodeOf(known.Hash, key.First)) : null;
    }
}
