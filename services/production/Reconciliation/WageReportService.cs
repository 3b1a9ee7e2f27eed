using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace FactoryFlow.Production.Reconciliation;

/// <summary>The RPCs that the ledger compares its credits by, one file each.</summary>
internal sealed partial class WageReportService(TenantDb db) : V1.WageReportService.WageReportServiceBase
{
    private const int Most = 1000;

    // Services ask as the caller, for the caller's tenant; naming it makes sure that they mean the same one.
    private static void RequireOwn(ServerCallContext context, Check check, string tenantId)
    {
        var tenant = check.Id("tenant_id", tenantId);
        check.Done();
        context.RequireOwnTenant(tenant);
    }

    private static Guid[] Ids(Check check, RepeatedField<string> ids) =>
        check.AtMost("report_ids", ids.Count, Most) ? [.. ids.Select((id, i) => check.Id(FormattableString.Invariant($"report_ids[{i}]"), id)).Distinct()] : [];
}
