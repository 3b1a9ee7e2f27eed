using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Ledger.Clients;

/// <summary>Asks production what was worked, as the caller.</summary>
internal sealed class WageReportClient(WageReportService.WageReportServiceClient production, TimeProvider clock)
{
    /// <summary>How many reports are asked for at once.</summary>
    public const int Most = 1000;

    /// <summary>A page of the reports of a time range.</summary>
    public async Task<ListWageReportsResponse> List(ServerCallContext context, Guid tenant, DateTimeOffset from, DateTimeOffset to, int size, string token) =>
        await production.ListWageReportsAsync(
            new ListWageReportsRequest { TenantId = tenant.ToString(), FromTime = Wire.Time(from), ToTime = Wire.Time(to), PageSize = size, PageToken = token },
            deadline: clock.Deadline(), cancellationToken: context.CancellationToken);

    /// <summary>Those of these reports that there are.</summary>
    public async Task<IReadOnlyList<WageReport>> Get(ServerCallContext context, Guid tenant, IEnumerable<Guid> ids)
    {
        var request = new BatchGetWageReportsRequest { TenantId = tenant.ToString(), ReportIds = { ids.Distinct().Select(id => id.ToString()) } };
        return request.ReportIds.Count == 0 ? [] : (await production.BatchGetWageReportsAsync(request, deadline: clock.Deadline(), cancellationToken: context.CancellationToken)).Reports;
    }

    /// <summary>Lets production publish reports once more.</summary>
    /// <returns>The ids of those that it did.</returns>
    public async Task<IReadOnlyList<string>> Republish(ServerCallContext context, Guid tenant, IEnumerable<string> ids)
    {
        var request = new RepublishWageReportsRequest { TenantId = tenant.ToString(), ReportIds = { ids.Distinct() } };
        return request.ReportIds.Count == 0 ? [] : (await production.RepublishWageReportsAsync(request, deadline: clock.Deadline(), cancellationToken: context.CancellationToken)).ReportIds;
    }
}
