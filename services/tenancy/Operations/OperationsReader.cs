using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Operations;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Operations;

/// <summary>Asks each service, as the caller, about itself.</summary>
internal sealed class OperationsReader(OperationsSource here, IServiceProvider provider, TimeProvider clock, ILogger<OperationsReader> log)
{
    private const string Here = "tenancy";

    /// <summary>Those that there are.</summary>
    public static readonly IReadOnlyList<string> Services = ["identity", Here, "workflow", "production", "ledger"];

    /// <summary>Those that are asked over the wire.</summary>
    public static IEnumerable<string> Others => Services.Where(service => service != Here);

    /// <summary>Those of which something is asked: one, or each when none is named.</summary>
    public static IReadOnlyList<string> Asked(string service) => service.Length == 0 ? Services : [service];

    /// <summary>What one service answers.</summary>
    public async Task<T> Of<T>(
        string service, ServerCallContext context, Func<OperationsSource, Task<T>> local, Func<OperationsSourceService.OperationsSourceServiceClient, CallOptions, AsyncUnaryCall<T>> remote)
    {
        if (service == Here) return await local(here);
        var client = provider.GetRequiredKeyedService<OperationsSourceService.OperationsSourceServiceClient>(service);
        return await remote(client, new CallOptions(deadline: clock.Deadline(), cancellationToken: context.CancellationToken));
    }

    /// <summary>The same; null when the service does not answer.</summary>
    public async Task<T?> Find<T>(
        string service, ServerCallContext context, Func<OperationsSource, Task<T>> local, Func<OperationsSourceService.OperationsSourceServiceClient, CallOptions, AsyncUnaryCall<T>> remote)
        where T : class
    {
        try
        {
            return await Of(service, context, local, remote);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Unimplemented && !context.CancellationToken.IsCancellationRequested)
        {
            log.LogWarning("{Service} does not say how it is: {Problem}", service, e.Status.Detail);
            return null;
        }
    }
}
