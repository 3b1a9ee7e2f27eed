using FactoryFlow.Ledger.V1;
using Grpc.Core;

namespace FactoryFlow.Ledger.Reconciliation;

internal sealed partial class ReconciliationService
{
    public override async Task<RepairWagesResponse> RepairWages(RepairWagesRequest request, ServerCallContext context)
    {
        var (from, to, size) = await Range(request.FromTime, request.ToTime, request.PageSize, context);
        var tenant = await Reachable(context, request.TenantId);
        if (await db.FindAnswer<RepairWagesResponse>(context, request) is { } before) return before;
        var page = await comparing.Page(context, tenant, from, to, size, request.PageToken);
        var republished = await production.Republish(context, tenant, page.Findings.Where(f => f.IsRepairable).Select(f => f.ReportId));
        return await db.Write(context, tenant, request, tx =>
        {
            foreach (var report in republished) tx.Audit("wages.repaired", "step_report", Guid.Parse(report));
            return Task.FromResult(new RepairWagesResponse
            {
                RepublishedReportIds = { republished }, Findings = { page.Findings.Where(f => !f.IsRepairable) }, UnderwayReports = page.Underway, NextPageToken = page.NextPageToken,
            });
        });
    }
}
