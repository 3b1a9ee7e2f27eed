using FactoryFlow.Ledger.Clients;
using FactoryFlow.Ledger.Periods;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Ledger.Reconciliation;

/// <summary>The RPCs that compare the services, one file each.</summary>
internal sealed partial class ReconciliationService(TenantDb db, Comparing comparing, WageReportClient production)
    : V1.ReconciliationService.ReconciliationServiceBase
{
    private const int MostDays = 366;

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
