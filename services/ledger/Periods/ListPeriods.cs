using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Periods;

internal sealed partial class PeriodService
{
    public override async Task<ListPeriodsResponse> ListPeriods(ListPeriodsRequest request, ServerCallContext context)
    {
        var now = await db.Now(context);
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var current = Period.Of(now);
        var newest = PageToken.Key(request.PageToken) is not { } last ? current : Period.Parse(last)?.Previous ?? throw Invalid();
        return await db.Read(context, async tx =>
        {
            var closed = PeriodStore.AskLastClosed(tx);
            var first = PeriodStore.AskFirst(tx);
            await tx.Flush();
            var lastClosed = PeriodStore.Of(closed);
            var oldest = new[] { PeriodStore.Of(first) ?? current, lastClosed ?? current, current }.Min();
            var response = new ListPeriodsResponse();
            for (var period = newest; period >= oldest && response.Periods.Count < size; period = period.Previous)
                response.Periods.Add(Books.Show(period, period <= lastClosed, []));
            if (response.Periods.LastOrDefault() is { } end && Period.Parse(end.Name) > oldest) response.NextPageToken = PageToken.After(end.Name);
            return response;
        });
    }

    private static Refusal Invalid() => CommonReasons.PageTokenInvalid.Refuse("This page token is not one that the list gave out. Start again without it.", "page_token");
}
