using FactoryFlow.Events.Identity;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.Tenants;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Openings;

/// <summary>
/// Waits, on behalf of a caller, for what an opening comes to. It looks again and again, since the saga may run in another process,
/// at growing intervals and not for ever.
/// </summary>
internal sealed class OpeningOutcome(TenantDb db, OpeningSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20), LongestPause = TimeSpan.FromMilliseconds(250);

    // What is left of the caller's own deadline to say something in.
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    /// <summary>The tenant once it is active and its domain has been tried.</summary>
    /// <exception cref="Refusal">The opening was withdrawn, or is not there yet.</exception>
    public async Task<V1.Tenant> Of(Guid tenant, ServerCallContext context)
    {
        var opened = await Look(tenant, context, settings.OwnerPatience, row => row.IsOpen);
        if (!opened.IsOpen)
            throw CommonReasons.Unavailable.Refuse("The tenant is still being opened, which goes on by itself. Ask again with the same Idempotency-Key to find what it came to.");
        return await Domain(tenant, context);
    }

    /// <summary>The tenant once each provider of its domain has answered, or patience is at its end.</summary>
    public async Task<V1.Tenant> Domain(Guid tenant, ServerCallContext context) =>
        (await Look(tenant, context, settings.DomainPatience, row => row.DomainIsSettled)).ToMessage();

    private async Task<TenantRow> Look(Guid tenant, ServerCallContext context, TimeSpan patience, Func<TenantRow, bool> isEnough)
    {
        var now = clock.GetUtcNow();
        var until = now + patience;
        if (context.Deadline < DateTime.MaxValue && context.Deadline.ToUniversalTime() - LastWord is var last && last < until) until = last;
        for (var pause = FirstPause; ; pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause)
        {
            var row = await Row(tenant, context);
            if (isEnough(row) || clock.GetUtcNow() >= until) return row;
            await Task.Delay(pause, clock, context.CancellationToken);
        }
    }

    private async Task<TenantRow> Row(Guid tenant, ServerCallContext context)
    {
        var (row, withdrawn) = await db.Read(context, tenant, async tx =>
        {
            var tenants = TenantStore.Ask(tx, [tenant]);
            var reasons = tx.Ask<string>($"select reason from withdrawn_tenants where tenant_id = {tx.TenantId}");
            await tx.Flush();
            return (tenants.First, reasons.First);
        });
        return row ?? throw (withdrawn == Reasons.TenantSlugTaken.Name
            ? Reasons.TenantSlugTaken.Refuse(Reasons.TenantSlugTaken.Title, "slug")
            : Reasons.TenantOpeningWithdrawn.Refuse(WhyWithdrawn(withdrawn)));
    }

    private static string WhyWithdrawn(string? reason) => (reason == OwnerRefused.NotPrepared
        ? "Its owner was no longer prepared when identity came to it."
        : "Its owner was not there in time.") + " Nothing of the tenant is left and its slug is free: send the request again with a new Idempotency-Key.";
}
