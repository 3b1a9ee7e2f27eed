using FactoryFlow.Ledger.Exports;
using FactoryFlow.Ledger.Statements;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Google.Api;
using Grpc.Core;
using Basis = FactoryFlow.Ledger.V1.GetWorkerBalanceRequest.Types.Basis;

namespace FactoryFlow.Ledger.Entries;

internal sealed partial class EntryService
{
    public override async Task ExportEntries(ExportEntriesRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        var check = new Check();
        Guid? workerId = request.WorkerId.Length == 0 ? null : check.Id("worker_id", request.WorkerId);
        var range = StatementRange.Of(check, request.From, request.To);
        AsOf.CheckBasis(check, request.Basis);
        check.Done();
        var accounts = await db.Read(context, async tx =>
        {
            var found = await ExportStore.Accounts(tx, workerId);
            if (workerId is { } worker && found.Count == 0) await workers.EmptyAccount(tx, worker, context.CancellationToken);
            return found;
        });
        var isEffective = request.Basis == Basis.Effective;
        var export = new Export(accounts, isEffective ? null : range, isEffective ? range : null, ExportRow.OfBooks, WithOthers: true);
        await export.Send(db, responseStream, context, "ledger-entries.csv");
    }
}
