using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.Collections;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Production.Reconciliation;

/// <summary>The RPCs that the ledger compares its credits by, one file each.</summary>
internal sealed partial class WageReportService(TenantDb db) : V1.WageReportService.WageReportServiceBase
{
    private const int Most = 1000;

    // Services ask as the caller, for the caller's tenant, or for the one that the platform names.
    private static Guid Reachable(ServerCallContext context, Check check, string tenantId)
    {
        var tenant = check.Id("tenant_id", tenantId);
        check.Done();
        if (context.Caller().Kind != Kind.Platform) context.RequireOwnTenant(tenant);
        return tenant;
    }

    private static Guid[] Ids(Check check, RepeatedField<string> ids) =>
        check.AtMost("report_ids", ids.Count, Most) ? [.. ids.Select((id, i) => check.Id(FormattableString.Invariant($"report_ids[{i}]"), id)).Distinct()] : [];
}
