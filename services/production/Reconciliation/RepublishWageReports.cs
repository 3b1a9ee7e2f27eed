using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Jobs;
using FactoryFlow.Production.Reports;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Reconciliation;

internal sealed partial class WageReportService
{
    public override Task<RepublishWageReportsResponse> RepublishWageReports(RepublishWageReportsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = Reachable(context, check, request.TenantId);
        var ids = Ids(check, request.ReportIds);
        check.Done();
        return db.Write(context, tenant, request, async tx =>
        {
            var reports = WageReportStore.AskWithCorrections(tx, ids);
            await tx.Flush();
            Guid[] jobIds = [.. reports.Rows.Select(r => r.JobId).Distinct()];
            var jobs = JobStore.Ask(tx, jobIds);
            var steps = JobStore.AskSteps(tx, jobIds);
            await tx.Flush();
            var stepsOf = steps.Rows.ToLookup(s => s.JobId);
            var byId = jobs.Rows.ToDictionary(j => j.Id, j => j.ToJob(stepsOf[j.Id]));
            var response = new RepublishWageReportsResponse();
            foreach (var row in reports.Rows)
            {
                tx.Publish(ReportFacts.Of(tx, byId[row.JobId], row.ToReport()));
                if (row.ReversesId is not null) continue;
                tx.Audit("step_report.republished", "step_report", row.Id);
                response.ReportIds.Add(row.Id.ToString());
            }

            return response;
        });
    }
}
