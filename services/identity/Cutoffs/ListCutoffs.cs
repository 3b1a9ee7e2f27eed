using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Cutoffs;

internal sealed partial class CutoffService
{
    private const int MostOfPage = 1000;

    public override Task<ListCutoffsResponse> ListCutoffs(ListCutoffsRequest request, ServerCallContext context)
    {
        var check = new Check();
        check.That(request.PageSize is >= 0 and <= MostOfPage, "page_size", $"must be between 1 and {MostOfPage}");
        check.Done();
        var (cursor, size) = (ChangeCursor.Read<long>(request.PageToken), request.PageSize == 0 ? MostOfPage : request.PageSize);

        return db.Through(context, Door.Gateway, async tx =>
        {
            var (oldest, rows) = CutoffStore.AskSince(tx, cursor, size);
            await tx.Flush();
            var last = rows.Rows.Count == size ? rows.Rows[^1] : null;
            return new ListCutoffsResponse
            {
                Cutoffs = { rows.Rows.Select(row => row.ToMessage()) },
                NextPageToken = (last is null ? cursor.AfterAll(oldest.First) : cursor.After(last.WrittenBy, last.Sequence, oldest.First)).ToToken(),
                HasMore = last is not null,
            };
        });
    }
}
