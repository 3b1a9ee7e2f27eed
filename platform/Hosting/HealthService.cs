using Grpc.Core;
using Grpc.Health.V1;

namespace FactoryFlow.Platform.Hosting;

/// <summary>grpc.health.v1: one answer for the whole process, since its services share what they need.</summary>
internal sealed class HealthService(Readiness readiness) : Health.HealthBase
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(2);

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        new() { Status = await Status(context.CancellationToken) };

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var last = HealthCheckResponse.Types.ServingStatus.Unknown;
        while (!context.CancellationToken.IsCancellationRequested)
        {
            var now = await Status(context.CancellationToken);
            if (now != last) await responseStream.WriteAsync(new HealthCheckResponse { Status = now }, context.CancellationToken);
            last = now;
            await Task.Delay(WatchInterval, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<HealthCheckResponse.Types.ServingStatus> Status(CancellationToken ct)
    {
        var parts = await readiness.Parts(ct);
        return parts.Values.All(p => p.Status == "UP")
            ? HealthCheckResponse.Types.ServingStatus.Serving
            : HealthCheckResponse.Types.ServingStatus.NotServing;
    }
}
