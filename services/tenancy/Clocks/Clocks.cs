using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Clocks;

/// <summary>
/// Moves the clocks of the services that go by a tenant's time, as the caller. Identity and tenancy go by the world's: who is signed in,
/// what a link is good for and what a provider answers is no matter of a sandbox.
/// </summary>
internal sealed class Clocks(IServiceProvider provider, TimeProvider clock)
{
    // Longer than a service goes on moving a clock; for all of them together the gateway waits for longer still.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>In this order, so that whoever hears of what was done at a time is not behind it: the ledger hears of production's work, both of workflows.</summary>
    public static readonly IReadOnlyList<string> Services = ["ledger", "production", "workflow"];

    /// <summary>What time it is for a tenant: by the clock that is moved last.</summary>
    /// <exception cref="Refusal">UNAVAILABLE.</exception>
    public async Task<DateTimeOffset> Read(Guid tenant, ServerCallContext context)
    {
        var answer = await Ask("workflow", source => source.ReadClockAsync(
            new ReadClockRequest { TenantId = tenant.ToString() }, deadline: clock.Deadline(), cancellationToken: context.CancellationToken), context);
        return answer.Time.ToDateTimeOffset();
    }

    /// <summary>Moves a tenant's clock everywhere.</summary>
    /// <returns>The time that it is.</returns>
    /// <exception cref="Refusal">UNAVAILABLE: it is not there yet.</exception>
    public async Task<DateTimeOffset> Move(Guid tenant, DateTimeOffset time, ServerCallContext context)
    {
        var request = new MoveClockRequest { TenantId = tenant.ToString(), ToTime = Timestamp.FromDateTimeOffset(time) };
        var reached = time;
        foreach (var service in Services)
        {
            var answer = await Ask(service, source => source.MoveClockAsync(request, deadline: (clock.GetUtcNow() + Patience).UtcDateTime, cancellationToken: context.CancellationToken), context);
            reached = answer.Time.ToDateTimeOffset();
            if (!answer.IsThere)
                throw CommonReasons.Unavailable.Refuse($"So much is due that the clock has come to {reached:O} only; the same call goes on from there.", TimeSpan.FromSeconds(1));
        }

        return reached;
    }

    private async Task<T> Ask<T>(string service, Func<TenantClockSourceService.TenantClockSourceServiceClient, AsyncUnaryCall<T>> ask, ServerCallContext context)
    {
        try
        {
            return await ask(provider.GetRequiredKeyedService<TenantClockSourceService.TenantClockSourceServiceClient>(service));
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded && !context.CancellationToken.IsCancellationRequested)
        {
            throw CommonReasons.Unavailable.Refuse($"The {service} service does not answer just now; the same call goes on from where the clock came to.", TimeSpan.FromSeconds(1));
        }
    }
}
