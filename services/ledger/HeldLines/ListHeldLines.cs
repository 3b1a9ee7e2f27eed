using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.HeldLines;

internal sealed partial class HeldLineService
{
    public override async Task<ListHeldLinesResponse> ListHeldLines(ListHeldLinesRequest request, ServerCallContext context)
    {
        var check = new Check();
        Guid? asked = request.WorkerId.Length == 0 ? null : check.Id("worker_id", request.WorkerId);
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = After(request.PageToken);
        var workerId = (await Reach.Of(context, workers)).Narrow(asked);
        return await db.Read(context, async tx =>
        {
            var lines = workerId is null ? HeldLineStore.AskOpen(tx, after, size + 1) : HeldLineStore.AskOpenOf(tx, workerId.Value, after.Report, size + 1);
            await tx.Flush();
            var response = new ListHeldLinesResponse { NextPageToken = lines.Rows.Count > size ? TokenOf(lines.Rows[size - 1]) : "" };
            response.HeldLines.AddRange(lines.Rows.Take(size).Select(r => r.ToMessage()));
            return response;
        });
    }

    private static string TokenOf(HeldLineRow row) => PageToken.After($"{row.ReportId}{row.WorkerId}");

    private static (Guid Report, Guid Worker) After(string token)
    {
        const int Length = 36;
        return PageToken.Key(token) is not { } key ? (Guid.Empty, Guid.Empty)
            : key.Length == 2 * Length && Guid.TryParse(key.AsSpan(0, Length), out var report) && Guid.TryParse(key.AsSpan(Length), out var worker) ? (report, worker)
            : throw CommonReasons.PageTokenInvalid.Refuse("This page token is not one that the list gave out. Start again without it.", "page_token");
    }
}
