using System.Text.Json;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Platform.Tenants;

/// <summary>
/// What this service knows of tenants: status, limits, feature flags, currency. It hears of every change and keeps the newest
/// state; of a tenant that it has not heard of yet it asks tenancy once, as the caller.
/// </summary>
public sealed class TenantStates(TenantStateService.TenantStateServiceClient tenancy, TimeProvider clock)
{
    /// <summary>The state of the transaction's tenant; sends what is queued along with the question.</summary>
    /// <exception cref="Refusal">UNAVAILABLE: the tenant is not known here, and tenancy does not answer.</exception>
    public async Task<TenantChanged> Of(TenantTx tx, CancellationToken ct)
    {
        var known = Ask(tx);
        await tx.Flush();
        return await Learned(tx, known, ct);
    }

    /// <summary>Keeps a state, unless a newer one is known.</summary>
    public static void Keep(TenantTx tx, TenantChanged state) => tx.Write($"""
        insert into tenant_states (tenant_id, version, state, update_time)
        values ({tx.TenantId}, {state.Version}, {new Json(FactJson.Write(state))}, {tx.Now})
        on conflict (tenant_id) do update set version = excluded.version, state = excluded.state, update_time = excluded.update_time
        where tenant_states.version < excluded.version
        """);

    internal static Answer<string> Ask(TenantTx tx) => tx.Ask<string>($"select state from tenant_states where tenant_id = {tx.TenantId}");

    internal async Task<TenantChanged> Learned(TenantTx tx, Answer<string> known, CancellationToken ct)
    {
        if (known.First is { } json) return Read(json);
        var state = await AskTenancy(tx.TenantId, ct);
        if (!tx.IsRead) Keep(tx, state);
        return state;
    }

    internal static TenantChanged Read(string json) => JsonSerializer.Deserialize<TenantChanged>(json, FactJson.Options)!;

    private async Task<TenantChanged> AskTenancy(Guid tenant, CancellationToken ct)
    {
        try
        {
            var answer = await tenancy.GetTenantStateAsync(
                new GetTenantStateRequest { TenantId = tenant.ToString() }, deadline: clock.Deadline(), cancellationToken: ct);
            return Read(answer.Fact);
        }
        catch (RpcException e) when (!ct.IsCancellationRequested)
        {
            throw CommonReasons.Unavailable.Refuse($"What the plan of tenant {tenant} allows is not known here yet, and tenancy does not say ({e.StatusCode}). Retry with the same Idempotency-Key.");
        }
    }
}
