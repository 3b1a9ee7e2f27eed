using FactoryFlow.Ledger.V1;
using Grpc.Core;

namespace FactoryFlow.Ledger.Reconciliation;

internal sealed partial class ReconciliationService
{
    public override async Task<CompareWagesResponse> CompareWages(CompareWagesRequest request, ServerCallContext context)
    {
        var (from, to, size) = await Range(request.FromTime, request.ToTime, request.PageSize, context);
        var tenant = await Reachable(context, request.TenantId);
        var page = await comparing.Page(context, tenant, from, to, size, request.PageToken);
        return new CompareWagesResponse
        {
            Findings = { page.Findings }, ComparedReports = page.Reports, ComparedEntries = page.Entries, UnderwayReports = page.Underway, NextPageToken = page.NextPageToken,
        };
    }
}
