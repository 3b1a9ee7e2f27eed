using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.Tenants;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Tenancy.Clocks;

/// <summary>What time it is in tenants: each RPC is in the file of its name.</summary>
internal sealed partial class TenantClockService(TenantDb db, Clocks clocks, TimeProvider clock) : V1.TenantClockService.TenantClockServiceBase
{
    // The tenant that a request names: staff reach their own alone.
    private async Task RequireTenant(Guid tenant, ServerCallContext context)
    {
        var caller = context.Caller();
        if (caller.Kind != Kind.Platform && caller.TenantId != tenant) throw NotFound(tenant);
        var row = await db.Read(context, tenant, async tx =>
        {
            var rows = TenantStore.Ask(tx, [tenant]);
            await tx.Flush();
            return rows.First;
        });
        if (row is null or { IsOpen: false }) throw NotFound(tenant);
    }

    private static Refusal NotFound(Guid tenant) => Reasons.TenantNotFound.Refuse($"There is no tenant {tenant}.", "tenant_id");

    private static V1.TenantClock Answer(Guid tenant, DateTimeOffset time) =>
        new() { TenantId = tenant.ToString(), Time = Wire.Time(time), IsSandbox = SandboxClock.IsSandbox(tenant) };
}
