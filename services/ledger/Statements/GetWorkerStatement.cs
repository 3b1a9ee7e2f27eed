using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Statements;

internal sealed partial class StatementService
{
    private static readonly LineRange AllLines = new(0, long.MaxValue);

    public override async Task<WorkerStatement> GetWorkerStatement(GetWorkerStatementRequest request, ServerCallContext context)
    {
        var check = new Check();
        var workerId = check.Id("worker_id", request.WorkerId);
        var size = check.PageSize(request.PageSize);
        var range = StatementRange.Of(check, request.From, request.To);
        check.Done();
        var reach = await Reach.Of(context, workers);
        reach.Require(workerId);
        if (range is null) return await db.Read(context, tx => WholeStatement(tx, request, workerId, size, reach, context));
        var issued = await Issuing.Issue(db, context, workerId, range.Value);
        var statement = await db.Read(context, tx => StatementOf(tx, request, workerId, size, range.Value, issued?.Issued.Lines, reach, context));
        statement.VerificationCode = issued?.Code ?? "";
        return statement;
    }

    private async Task<WorkerStatement> WholeStatement(TenantTx tx, GetWorkerStatementRequest request, Guid workerId, int size, Reach reach, ServerCallContext context)
    {
        var accounts = AccountStore.Ask(tx, workerId);
        var entries = StatementStore.AskEntries(tx, workerId, AllLines, PageToken.Number(request.PageToken) ?? long.MaxValue, size + 1);
        await tx.Flush();
        var account = accounts.First ?? await workers.EmptyAccount(tx, workerId, reach, context.CancellationToken);
        return Page(account, entries.Rows, size, PageToken.After);
    }

    private async Task<WorkerStatement> StatementOf(TenantTx tx, GetWorkerStatementRequest request, Guid workerId, int size, StatementRange range, LineRange? issued, Reach reach, ServerCallContext context)
    {
        var token = LineRange.Of(request.PageToken);
        var accounts = AccountStore.Ask(tx, workerId);
        var found = StatementStore.AskLines(tx, workerId, range);
        await tx.Flush();
        var account = accounts.First ?? await workers.EmptyAccount(tx, workerId, reach, context.CancellationToken);
        var lines = issued ?? token?.Lines ?? found.First ?? new LineRange(0, 0);
        var entries = StatementStore.AskEntries(tx, workerId, lines, token?.Before ?? long.MaxValue, size + 1);
        var opening = StatementStore.AskLeft(tx, workerId, lines.After);
        var closing = StatementStore.AskLeft(tx, workerId, lines.Last);
        await tx.Flush();
        var statement = Page(account, entries.Rows, size, lines.TokenAfter);
        statement.OpeningBalance = Wire.Money(opening.First, account.Currency);
        statement.ClosingBalance = Wire.Money(closing.First, account.Currency);
        return statement;
    }

    private static WorkerStatement Page(WorkerAccount account, IReadOnlyList<StatementEntryRow> rows, int size, Func<long, string> tokenAfter) => new()
    {
        WorkerId = account.WorkerId.ToString(),
        Balance = Wire.Money(account.Balance, account.Currency),
        NextPageToken = rows.Count > size ? tokenAfter(rows[size - 1].Sequence) : "",
        Entries = { rows.Take(size).Select(r => r.ToMessage(account.Currency)) },
    };
}
