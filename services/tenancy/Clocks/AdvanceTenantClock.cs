using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Clocks;

/// <summary>Nothing of it is kept here but the audit entry: each service keeps its own clock, and a call that broke off is made once more.</summary>
internal sealed partial class TenantClockService
{
    private const int MostYears = 10;

    public override async Task<V1.TenantClock> AdvanceTenantClock(AdvanceTenantClockRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = check.Id("tenant_id", request.TenantId);
        var time = check.Time("to_time", request.ToTime, DateTimeOffset.UnixEpoch, clock.GetUtcNow().AddYears(MostYears));
        check.Done();
        await RequireTenant(tenant, context);
        if (!SandboxClock.IsSandbox(tenant)) throw Reasons.TenantNotSandbox.Refuse("The tenant is no sandbox: its time is the world's.", "tenant_id");
        if (await db.FindAnswer<V1.TenantClock>(context, request) is { } before) return before;

        var reached = await clocks.Move(tenant, time, context);
        return await db.Write(context, tenant, request, tx =>
        {
            tx.Audit("tenant_clock.advanced", "tenant", tenant, Changes.Between(null, new V1.TenantClock { Time = Wire.Time(time) }));
            return Task.FromResult(Answer(tenant, reached));
        });
    }
}
