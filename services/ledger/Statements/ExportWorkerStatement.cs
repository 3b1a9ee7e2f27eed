using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.Exports;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Google.Api;
using Grpc.Core;

namespace FactoryFlow.Ledger.Statements;

internal sealed partial class StatementService
{
    public override async Task ExportWorkerStatement(ExportWorkerStatementRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        var check = new Check();
        var workerId = check.Id("worker_id", request.WorkerId);
        var range = StatementRange.Of(check, request.From, request.To);
        check.Done();
        var reach = await Reach.Of(context, workers);
        reach.Require(workerId);
        var account = await db.Read(context, async tx =>
        {
            var found = await ExportStore.Accounts(tx, workerId);
            if (found.Count == 0) await workers.EmptyAccount(tx, workerId, reach, context.CancellationToken);
            return found;
        });
        await new Export(account, range, null, ExportRow.OfStatement, WithOthers: false).Send(db, responseStream, context, $"statement-{workerId}.csv");
    }
}
