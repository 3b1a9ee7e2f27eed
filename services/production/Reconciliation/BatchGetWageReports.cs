using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Reconciliation;

internal sealed partial class WageReportService
{
    public override Task<BatchGetWageReportsResponse> BatchGetWageReports(BatchGetWageReportsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = Reachable(context, check, request.TenantId);
        var ids = Ids(check, request.ReportIds);
        check.Done();
        return db.Read(context, tenant, async tx =>
        {
            var reports = WageReportStore.AskEach(tx, ids);
            await tx.Flush();
            return new BatchGetWageReportsResponse { Reports = { reports.Rows.Select(r => r.ToMessage()) } };
        });
    }
}
