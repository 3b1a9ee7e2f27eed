using FactoryFlow.Ledger.Clients;
using FactoryFlow.Ledger.Periods;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Ledger.Reconciliation;

/// <summary>The RPCs that compare the services, one file each.</summary>
internal sealed partial class ReconciliationService(TenantDb db, Comparing comparing, WageReportClient production, TenantStateService.TenantStateServiceClient tenancy, TimeProvider clock)
    : V1.ReconciliationService.ReconciliationServiceBase
{
    private const int MostDays = 366;

    // The caller's own tenant, or the one that the platform names and that there is; whoever looks into a tenant from outside leaves a trace in it.
    private async Task<Guid> Reachable(ServerCallContext context, string tenantId)
    {
        var (caller, check) = (context.Caller(), new Check());
        var isPlatform = caller.Kind == Kind.Platform;
        var tenant = tenantId.Length == 0 && !isPlatform ? caller.TenantId : check.Id("tenant_id", tenantId);
        check.Done();
        if (tenant == caller.TenantId) return tenant;
        if (!isPlatform) throw Reasons.TenantNotFound.Refuse($"There is no tenant {tenant}.", "tenant_id");
        await tenancy.GetTenantStateAsync(new GetTenantStateRequest { TenantId = tenantId }, deadline: clock.Deadline(), cancellationToken: context.CancellationToken);
        return await db.As(context, tenant, tx =>
        {
            tx.Audit("wages.compared", "tenant", tenant);
            return Task.FromResult(tenant);
        });
    }

    private async Task<(DateTimeOffset From, DateTimeOffset To, int Size)> Range(Timestamp? fromTime, Timestamp? toTime, int pageSize, ServerCallContext context)
    {
        var check = new Check();
        var now = await db.Now(context);
        var to = toTime is null ? now : check.Time("to_time", toTime, DateTimeOffset.UnixEpoch, now.AddDays(1));
        var from = fromTime is null ? Period.Of(to).Start : check.Time("from_time", fromTime, DateTimeOffset.UnixEpoch, now.AddDays(1));
        var size = check.PageSize(pageSize);
        if (check.That(from <= to, "to_time", "is before from_time")) check.That(to - from <= TimeSpan.FromDays(MostDays), "to_time", $"is more than {MostDays} days behind from_time");
        check.Done();
        return (from, to, size);
    }
}
