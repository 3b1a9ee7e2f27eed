using System.Globalization;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Reconciliation;

internal sealed partial class WageReportService
{
    public override Task<ListWageReportsResponse> ListWageReports(ListWageReportsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = Reachable(context, check, request.TenantId);
        var from = check.Time("from_time", request.FromTime, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        var to = check.Time("to_time", request.ToTime, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        var size = check.Range("page_size", request.PageSize, 1, Most);
        check.Done();
        var after = After(request.PageToken);
        return db.Read(context, tenant, async tx =>
        {
            var reports = WageReportStore.AskRange(tx, from, to, after, size + 1);
            await tx.Flush();
            var response = new ListWageReportsResponse { NextPageToken = reports.Rows.Count > size ? TokenOf(reports.Rows[size - 1]) : "" };
            response.Reports.AddRange(reports.Rows.Take(size).Select(r => r.ToMessage()));
            return response;
        });
    }

    private static string TokenOf(WageReportRow last) => PageToken.After(string.Create(CultureInfo.InvariantCulture, $"{last.WorkTime.UtcTicks}:{last.Id}"));

    private static (DateTimeOffset Time, Guid Id) After(string token)
    {
        if (PageToken.Key(token) is not { } key) return (DateTimeOffset.UnixEpoch, Guid.Empty);
        var parts = key.Split(':', 2);
        if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.Ticks && Guid.TryParse(parts[1], out var id))
            return (new DateTimeOffset(ticks, TimeSpan.Zero), id);
        throw CommonReasons.PageTokenInvalid.Refuse("This page token is not one that the list gave out. Start again without it.", "page_token");
    }
}
