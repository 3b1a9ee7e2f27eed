using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Statements;

/// <summary>The statements that give statements out and find them again.</summary>
internal static class IssuedStatementStore
{
    /// <summary>Asks for the statement of a range.</summary>
    public static Answer<IssuedStatement> Ask(TenantTx tx, Guid workerId, StatementRange range) => tx.Ask<IssuedStatement>($"""
        select tenant_id, worker_id, from_time, to_time, id, currency, after_sequence, last_sequence, opening_balance, closing_balance, credits, debits, hash, issue_time
        from issued_statements where tenant_id = {tx.TenantId} and worker_id = {workerId} and from_time = {range.From} and to_time = {range.To}
        """);

    /// <summary>Finds a statement of any tenant by its code, through the door that is for this.</summary>
    public static Task<IReadOnlyList<IssuedStatement>> Find(TenantTx tx, string code) => tx.All<IssuedStatement>($"""
        select tenant_id, worker_id, from_time, to_time, id, currency, after_sequence, last_sequence, opening_balance, closing_balance, credits, debits, hash, issue_time
        from issued_statements where code_hash = {StatementContent.Seal(code)}
        """);

    /// <summary>Asks for the key that a worker's codes are made with.</summary>
    public static Answer<Guid> AskKey(TenantTx tx, Guid workerId) =>
        tx.Ask<Guid>($"select statement_key from worker_accounts where tenant_id = {tx.TenantId} and worker_id = {workerId}");

    /// <summary>Asks for what a statement says line by line, oldest first.</summary>
    public static Answer<StatementLine> AskContent(TenantTx tx, Guid workerId, LineRange lines) => tx.Ask<StatementLine>($"""
        select e.id as entry_id, e.type, l.currency, l.amount, l.balance_after, e.effective_time, e.booked_time, e.description
        from lines l join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
        where l.tenant_id = {tx.TenantId} and l.worker_id = {workerId} and l.sequence > {lines.After} and l.sequence <= {lines.Last} order by l.sequence
        """);

    /// <summary>
    /// Gives a statement out, behind the lock of the account, and draws a line under it: what is being booked just now, and began before
    /// the range ended, is booked behind it.
    /// </summary>
    public static void Add(TenantTx tx, IssuedStatement issued, string code)
    {
        tx.Write($"""
            insert into issued_statements (tenant_id, worker_id, from_time, to_time, id, currency, after_sequence, last_sequence, opening_balance, closing_balance,
                credits, debits, hash, code_hash, issue_time)
            values ({tx.TenantId}, {issued.WorkerId}, {issued.FromTime}, {issued.ToTime}, {issued.Id}, {issued.Currency}, {issued.AfterSequence}, {issued.LastSequence},
                {issued.OpeningBalance}, {issued.ClosingBalance}, {issued.Credits}, {issued.Debits}, {issued.Hash}, {StatementContent.Seal(code)}, {issued.IssueTime})
            """);
        tx.Write($"""
            update worker_accounts set last_booked_time = greatest(last_booked_time, {issued.ToTime}) where tenant_id = {tx.TenantId} and worker_id = {issued.WorkerId}
            """);
    }
}
